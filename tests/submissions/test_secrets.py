"""Where the secrets of mailed links and cookies must not stand: the database and the logs."""

import logging
import subprocess
import sys

import pytest

from config.masking import MaskedFormatter
from submissions.actions.links import make_link, new_device
from submissions.models import DeviceKey, MailedLink
from submissions.models.keys import Purpose

pytestmark = pytest.mark.django_db


def test_nothing_of_a_secret_is_kept_in_the_database(draft):
    secret = make_link(Purpose.RETURN, "jo@example.org", draft)
    _device, cookie = new_device()

    for value in [*MailedLink.objects.values_list(), *DeviceKey.objects.values_list()]:
        assert secret not in str(value)
        assert cookie not in str(value)


def test_log_holds_no_secret(client, caplog):
    client.get("/submit/return/SECRET-1/")
    caplog.handler.setFormatter(MaskedFormatter("%(message)s"))

    lines = [MaskedFormatter("%(message)s").format(record) for record in caplog.records]
    assert lines == ["Not Found: /submit/return/…/"]
    record = logging.makeLogRecord({"msg": 'Referer "https://x/still-right/SECRET-2/?a=1" /submit/confirm/SECRET-3/'})
    assert MaskedFormatter("%(message)s").format(record) == 'Referer "https://x/still-right/…/?a=1" /submit/confirm/…/'


def test_access_log_holds_no_secret():
    program = """
import datetime, types
from gunicorn.config import Config
settings = {}
exec(open("config/gunicorn.py").read(), settings)
logger = settings["logger_class"](Config())
environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/submit/return/SECRET-1/", "SERVER_PROTOCOL": "HTTP/1.1",
    "PATH_INFO": "/submit/return/SECRET-1/", "HTTP_REFERER": "https://x/submit/confirm/SECRET-2/"}
response = types.SimpleNamespace(status="200 OK", sent=1, headers=[("Location", "/still-right/SECRET-3/")])
atoms = logger.atoms(response, [("REFERER", environ["HTTP_REFERER"])], environ, datetime.timedelta(seconds=1))
print(Config().access_log_format % {"_": 0, **atoms}, atoms)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "/submit/return/…/" in done.stdout
    assert "SECRET" not in done.stdout
