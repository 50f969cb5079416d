"""A printed paper opens in the viewer of the desktop, and only where there is one."""

import pytest

from assettrack.tui.viewer import show_file


@pytest.fixture
def opener(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


def test_a_paper_opens_on_a_desktop(opener, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    assert show_file(opener / "บย.๑-๒๕๖๙.pdf")
    assert (opener / "opened").read_text().strip() == str(opener / "บย.๑-๒๕๖๙.pdf")


def test_nothing_is_opened_on_a_console(opener, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not show_file(opener / "x.pdf")
    assert not (opener / "opened").exists()


def test_a_desktop_that_refuses_is_not_called_opened(opener, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    (opener / "bin" / "xdg-open").write_text("#!/bin/sh\nexit 3\n")
    assert not show_file(opener / "x.pdf")
