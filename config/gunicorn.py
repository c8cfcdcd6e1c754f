"""How gunicorn serves the site: `gunicorn -c config/gunicorn.py config.wsgi`."""

import os

from gunicorn.glogging import Logger

from config.masking import MaskedFormatter, masked


class MaskedLogger(Logger):
    """gunicorn's, without the secrets of mailed links in its access log and its errors."""

    def atoms(self, resp, req, environ, request_time):
        found = super().atoms(resp, req, environ, request_time)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(MaskedFormatter(self.error_fmt, self.datefmt))


bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - a container's or a phone's view
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True
timeout = 60
# No limit of its own: a search box may hold 10,000 characters, and our page says it better than a bare 414. The proxy in
# front limits what strangers send.
limit_request_line = 0
max_requests = 5_000
max_requests_jitter = 500
control_socket_disable = True  # it would write to the home folder, which may be read-only
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
logger_class = MaskedLogger
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
