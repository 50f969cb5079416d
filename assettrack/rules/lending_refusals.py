"""What lending refuses, each with its article and its sentence (ระเบียบฯ ข้อ ๒๐๗–๒๑๑, พ.ร.บ.วิ.ปกครอง มาตรา ๑๓)."""

from __future__ import annotations

from assettrack.rules.refusal import NotAllowed, Refusal

STAGE_WORDS = {
    "in_repair": "อยู่ระหว่างซ่อม",
    "awaiting_disposal": "รอจำหน่าย",
    "disposed": "จำหน่ายแล้ว",
    "damaged": "ชำรุด กักไว้จนกว่าจะตรวจสภาพ",
    "lost": "สูญหายและยังไม่ได้ชดใช้",
}
STATE_WORDS = {
    "draft": "ร่าง",
    "submitted": "รออนุมัติ",
    "approved": "อนุมัติแล้ว รอส่งมอบ",
    "issued": "ส่งมอบแล้ว",
    "awaiting_settlement": "รอชดใช้",
    "closed": "คืนครบแล้ว",
    "rejected": "ไม่อนุมัติ",
    "cancelled": "ยกเลิก",
}
_WRITTEN = "ระเบียบฯ ข้อ ๒๐๘"
_CONFLICT = "พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง พ.ศ. ๒๕๓๙ มาตรา ๑๓"


class PurposeRefused(Refusal):
    """Personal, commercial or political use."""

    code = "lending.purpose_refused"
    law = "ระเบียบฯ ข้อ ๒๐๗"
    th = "ให้ยืมเพื่อ «{purpose}» ไม่ได้ เพราะมิใช่เพื่อประโยชน์ของทางราชการ"
    en = "State property is not lent for “{purpose}”: it is not for the benefit of the service."


class PurposeNotPublic(Refusal):
    """A purpose that a villager or group cannot have."""

    code = "lending.purpose_not_public"
    law = "ระเบียบฯ ข้อ ๒๐๗"
    th = "วัตถุประสงค์ «{purpose}» ใช้กับการยืมของประชาชนไม่ได้"
    en = "The purpose “{purpose}” is not one for villagers or groups."


class ReasonMissing(Refusal):
    """No reason on the request."""

    code = "lending.reason_missing"
    law = _WRITTEN
    th = "ต้องระบุ «เหตุผล» เป็นลายลักษณ์อักษร"
    en = "A written reason is required."


class TermsNotAccepted(Refusal):
    """The borrower has not accepted the terms."""

    code = "lending.terms_not_accepted"
    law = "ระเบียบฯ ข้อ ๒๐๙"
    th = "ผู้ยืมต้องรับทราบเงื่อนไขการยืมก่อน"
    en = "The borrower must accept the terms first."


class CertifierMissing(Refusal):
    """A villager without somebody who certifies the request."""

    code = "lending.certifier_missing"
    law = _WRITTEN
    th = "การยืมของประชาชนต้องมี «ผู้รับรอง» (กำนัน ผู้ใหญ่บ้าน หรือสมาชิกสภา อบต.)"
    en = "A villager's request needs a certifier (village head or council member)."


class StartsInThePast(Refusal):
    """A first day before today; paper done while the computer was off has its own entry."""

    code = "lending.starts_in_the_past"
    law = _WRITTEN
    th = "วันเริ่มยืม {starts} ผ่านไปแล้ว (วันนี้ {today}) หากทำบนกระดาษไว้ก่อนให้ใช้ «บันทึกย้อนหลัง»"
    en = "The first day {starts} is past (today is {today}); for paper done earlier use the counter entry."


class DueBeforeStart(Refusal):
    """A due date before the first day, or an extension that is none."""

    code = "lending.due_before_start"
    law = _WRITTEN
    th = "กำหนดส่งคืน {due} ต้องหลังจาก {starts}"
    en = "The due date {due} must come after {starts}."


class DueTooFar(Refusal):
    """Longer than the office lends."""

    code = "lending.due_too_far"
    law = _WRITTEN
    th = "กำหนดส่งคืน {due} เกินกว่าที่หน่วยงานให้ยืมได้ ({days} วัน)"
    en = "The due date {due} is further than this office lends ({days} days)."


class NothingAsked(Refusal):
    """No line."""

    code = "lending.nothing_asked"
    law = _WRITTEN
    th = "ใบยืมต้องมีรายการพัสดุอย่างน้อยหนึ่งรายการ"
    en = "A loan needs at least one line."


class AskedTwice(Refusal):
    """The same asset on two lines."""

    code = "lending.asked_twice"
    th = "พัสดุ {asset} อยู่ในใบยืมนี้แล้ว"
    en = "{asset} is on this loan already."


class MixedClasses(Refusal):
    """Durable and consumable things on one loan."""

    code = "lending.mixed_classes"
    law = "ระเบียบฯ ข้อ ๒๐๘ และข้อ ๒๑๐"
    th = "พัสดุใช้คงรูปกับใช้สิ้นเปลืองต้องทำใบยืมแยกกัน"
    en = "Durable and consumable things need separate loans."


class ManyOwners(Refusal):
    """Things of several divisions on one inside loan."""

    code = "lending.many_owners"
    law = "ระเบียบฯ ข้อ ๒๐๘ (๒)"
    th = "ใบยืมภายในหนึ่งใบต้องเป็นพัสดุของส่วนราชการเดียว เพราะหัวหน้าหน่วยงานที่รับผิดชอบพัสดุเป็นผู้อนุมัติ: {assets}"
    en = "An inside loan holds things of one division only, whose head decides: {assets}"


class OwnerUnknown(Refusal):
    """An asset that no division answers for."""

    code = "lending.owner_unknown"
    law = "ระเบียบฯ ข้อ ๒๐๘ (๒)"
    th = "พัสดุ {asset} ยังไม่ระบุส่วนราชการที่รับผิดชอบ จึงไม่ทราบผู้มีอำนาจอนุมัติ"
    en = "{asset} has no responsible division, so nobody can approve."


class ConsumableNotLent(Refusal):
    """Consumables leave by requisition."""

    code = "lending.consumable_not_lent"
    law = "ระเบียบฯ ข้อ ๒๑๐"
    th = "พัสดุประเภทใช้สิ้นเปลืองให้ยืมได้เฉพาะระหว่างหน่วยงานของรัฐ กรณีนี้ให้ใช้ใบเบิก (ข้อ ๒๐๔–๒๐๕)"
    en = "Consumables are lent between state agencies only; use a requisition."


class LetterMissing(Refusal):
    """A state agency without its letter."""

    code = "lending.letter_missing"
    law = "ระเบียบฯ ข้อ ๒๐๘ (๑)"
    th = "การยืมระหว่างหน่วยงานของรัฐต้องมี «เลขที่หนังสือขอยืม» ของ {borrower}"
    en = "A loan between agencies needs the letter number of {borrower}."


class UrgencyMissing(Refusal):
    """Consumables between agencies without the urgent need."""

    code = "lending.urgency_missing"
    law = "ระเบียบฯ ข้อ ๒๑๐"
    th = "ต้องระบุเหตุจำเป็นเร่งด่วนที่จัดหาไม่ทัน และผู้ให้ยืมมีพัสดุเพียงพอ ไม่เสียหายแก่ทางราชการ"
    en = "State the urgent need, and that the lender has enough and takes no harm."


class VehicleNotLent(Refusal):
    """A vehicle on a ใบยืม."""

    code = "lending.vehicle"
    law = "ระเบียบ มท. ว่าด้วยการใช้และรักษารถยนต์ของ อปท. พ.ศ. ๒๕๔๘"
    th = "{asset} {name} เป็นยานพาหนะ ใช้ใบยืมไม่ได้ ให้ใช้ใบขออนุญาตใช้รถส่วนกลาง (แบบ ๓)"
    en = "{asset} {name} is a vehicle: use form 3 of the car regulation, not a loan."


class NotPublic(Refusal):
    """An asset that villagers cannot borrow."""

    code = "lending.not_public"
    law = "ระเบียบฯ ข้อ ๒๐๗"
    th = "{asset} {name} ไม่ได้กำหนดให้ประชาชนยืมได้"
    en = "{asset} {name} is not lent to the public."


class QuantityImpossible(Refusal):
    """More than there is."""

    code = "lending.quantity"
    th = "{asset} ขอยืม {asked} แต่มีทั้งหมด {there}"
    en = "{asset}: {asked} asked, {there} in all."


class NotFit(Refusal):
    """Damaged, in repair, lost, or leaving the register."""

    code = "lending.not_fit"
    law = "ระเบียบฯ ข้อ ๒๑๒"
    th = "{asset} {name} ให้ยืมไม่ได้: {why}"
    en = "{asset} {name} cannot be lent: {why}"


class NotAvailable(Refusal):
    """Held by other loans in that period."""

    code = "lending.not_available"
    th = "{asset} {name} ขอ {asked} ว่าง {free} ในช่วงวันดังกล่าว (สำรองไว้ใช้ราชการ {reserve}) ติดที่: {blocking}"
    en = "{asset} {name}: {asked} asked, {free} free in that period (reserve {reserve}). Held by: {blocking}"


class WrongState(Refusal):
    """The loan is not where this act belongs."""

    code = "lending.wrong_state"
    th = "{task}ไม่ได้ เพราะใบยืมอยู่ในสถานะ «{state}»"
    en = "Cannot {task_en}: the loan is {state_en}."


class ApproverIsBorrower(Refusal):
    """Nobody approves for himself."""

    code = "lending.approver_is_borrower"
    law = f"ระเบียบฯ ข้อ ๒๐๘ (๒) และ{_CONFLICT}"
    th = "ผู้ยืมพิจารณาหรือให้ความเห็นใบยืมของตนเองไม่ได้"
    en = "A borrower cannot decide or give an opinion on his own loan."


class ConflictOfInterest(Refusal):
    """Related to the borrower."""

    code = "lending.conflict_of_interest"
    law = _CONFLICT
    th = "ท่านมีส่วนได้เสียหรือเป็นญาติกับผู้ยืม ต้องให้ผู้มีอำนาจคนอื่นพิจารณา"
    en = "You are related to the borrower or have an interest; another holder of the power must decide."


class NoAuthority(NotAllowed):
    """No valid row of office or delegation covers this decision today."""

    code = "lending.no_authority"
    law = "ระเบียบฯ ข้อ ๒๐๘ และข้อ ๖–๗"
    exit_code = 1
    th = "{name} ไม่มีอำนาจอนุมัติใบยืมนี้ในวันนี้ ผู้มีอำนาจคือ {office}: {persons}"
    en = "{name} has no power to decide this loan today; that lies with {office}: {persons}"


class OpinionMissing(Refusal):
    """The office requires an opinion first."""

    code = "lending.opinion_missing"
    th = "หน่วยงานกำหนดให้ต้องมีความเห็นของ{whose}ก่อนอนุมัติ"
    en = "This office requires the opinion of {whose} first."


class ApprovedTooMuch(Refusal):
    """A granted quantity outside what was asked."""

    code = "lending.approved_too_much"
    th = "รายการที่ {line} อนุมัติ {approved} ไม่ได้ เพราะขอมา {asked}"
    en = "Line {line}: cannot approve {approved} of {asked} asked."


class NothingApproved(Refusal):
    """Every line refused."""

    code = "lending.nothing_approved"
    th = "ไม่อนุมัติทุกรายการ ให้ใช้ «ไม่อนุมัติ» พร้อมเหตุผล"
    en = "Every line is refused: reject the loan with a reason."


class NotApproved(Refusal):
    """Hand-over without approval."""

    code = "lending.not_approved"
    law = _WRITTEN
    th = "ส่งมอบไม่ได้ เพราะใบยืมยังไม่ได้รับอนุมัติหรือสิ้นสุดแล้ว (สถานะ «{state}»)"
    en = "Cannot hand over: the loan is not approved ({state})."


class ApprovalDiffers(Refusal):
    """What would leave is not what was approved."""

    code = "lending.approval_differs"
    law = _WRITTEN
    th = "เนื้อหาใบยืมไม่ตรงกับที่อนุมัติไว้ ต้องขออนุมัติใหม่"
    en = "The loan differs from what was approved; ask again."


class IssuerIsBorrower(Refusal):
    """The borrower hands over to himself."""

    code = "lending.issuer_is_borrower"
    law = _CONFLICT
    th = "ผู้ยืมเป็นผู้จ่ายของให้ตนเองไม่ได้ ให้เจ้าหน้าที่พัสดุคนอื่นส่งมอบ"
    en = "A borrower cannot hand over to himself."


class ReceiverIsBorrower(Refusal):
    """The borrower takes back his own loan."""

    code = "lending.receiver_is_borrower"
    law = _CONFLICT
    th = "ผู้ยืมตรวจรับคืนของที่ตนยืมเองไม่ได้"
    en = "A borrower cannot take back his own loan."


class TooEarly(Refusal):
    """Hand-over before the first day."""

    code = "lending.too_early"
    th = "ส่งมอบก่อนวันเริ่มยืม {starts} ไม่ได้"
    en = "Cannot hand over before {starts}."


class TooLate(Refusal):
    """Hand-over after the due date."""

    code = "lending.too_late"
    th = "เลยกำหนดส่งคืน {due} แล้ว ให้ยกเลิกและขอยืมใหม่"
    en = "The due date {due} is past: cancel and ask again."


class NotEmergency(Refusal):
    """Issue before approval where nothing is on fire."""

    code = "lending.not_emergency"
    law = _WRITTEN
    th = "ส่งมอบก่อนอนุมัติได้เฉพาะวัตถุประสงค์สาธารณภัย และต้องบันทึกผู้อนุมัติด้วยวาจา เวลา และช่องทาง"
    en = "Only disaster relief may leave first, with the verbal approval on record (who, when, how)."


class ReturnTooMuch(Refusal):
    """More comes back than is out."""

    code = "lending.return_too_much"
    th = "{asset} รับคืน {returned} ไม่ได้ ค้างคืนอยู่ {out}"
    en = "{asset}: cannot take back {returned}, {out} still out."


class NotOnThisLoan(Refusal):
    """A line that this loan does not have."""

    code = "lending.not_on_this_loan"
    th = "{asset} ไม่อยู่ในใบยืม {loan}"
    en = "{asset} is not on loan {loan}."


class ExtensionTooLate(Refusal):
    """Asked after the due date."""

    code = "lending.extension_too_late"
    law = _WRITTEN
    th = "ครบกำหนดไปแล้วเมื่อ {due} ขยายเวลาไม่ได้ ต้องส่งคืนก่อนแล้วยืมใหม่"
    en = "It was due on {due}: return it first and borrow again."


class ExtensionWaiting(Refusal):
    """One extension waits already."""

    code = "lending.extension_waiting"
    th = "มีคำขอขยายเวลาครั้งที่ {no} รอพิจารณาอยู่แล้ว"
    en = "Extension {no} is waiting for a decision."


class NotChaseable(Refusal):
    """Chasing what is not out."""

    code = "lending.not_chaseable"
    law = "ระเบียบฯ ข้อ ๒๑๑"
    th = "ใบยืมนี้ไม่มีของค้างคืน จึงไม่ต้องติดตาม"
    en = "Nothing of this loan is out."


class SettledAlready(Refusal):
    """A case that is settled."""

    code = "liability.settled_already"
    law = "ระเบียบฯ ข้อ ๒๐๙"
    th = "เรื่อง {case} ชดใช้เสร็จแล้วเมื่อ {on}"
    en = "Case {case} was settled on {on}."


class RemedyImpossible(Refusal):
    """A lost thing cannot be repaired; evidence is needed."""

    code = "liability.remedy_impossible"
    law = "ระเบียบฯ ข้อ ๒๐๙"
    th = "วิธีชดใช้ไม่ถูกต้อง: {why}"
    en = "This remedy is not possible: {why}"
