"""What is sent, who may come back to it, what was said about it and what became of it."""

from submissions.models.arrivals import Arrival
from submissions.models.keys import DeviceKey, MailedLink
from submissions.models.photo import SubmissionPhoto
from submissions.models.settings import SubmissionSettings
from submissions.models.still_right import Asking, AskingLink, StillRight
from submissions.models.submission import Answer, Submission
from submissions.models.telling import ArrivalMails, HowOften
from submissions.models.thread import LogEntry, Message, SeenBy

__all__ = [
    "Answer",
    "Arrival",
    "ArrivalMails",
    "Asking",
    "AskingLink",
    "DeviceKey",
    "HowOften",
    "LogEntry",
    "MailedLink",
    "Message",
    "SeenBy",
    "StillRight",
    "Submission",
    "SubmissionPhoto",
    "SubmissionSettings",
]
