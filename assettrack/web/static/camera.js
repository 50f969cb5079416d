// The camera in the page, where the browser itself reads codes (BarcodeDetector: Android, over HTTPS). Everywhere else nothing
// appears, and the phone's own camera or the field below does the same.
"use strict";
(async () => {
  const place = document.getElementById("camera");
  if (!place || !window.BarcodeDetector || !navigator.mediaDevices) return;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const button = place.querySelector("button");
  const video = place.querySelector("video");
  place.hidden = false;

  const look = async () => {
    const [code] = await detector.detect(video).catch(() => []);
    if (code) location.assign("/find?code=" + encodeURIComponent(code.rawValue));
    else setTimeout(look, 150);
  };

  button.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      place.hidden = true;
      return;
    }
    button.hidden = true;
    video.hidden = false;
    await video.play();
    look();
  });
})();
