"""Addresses of the journey. None holds a secret but those that are mailed, and these redirect to one without."""

from django.urls import path, re_path, register_converter

from submissions.models.keys import Purpose
from submissions.views import (
    about_entry,
    checking,
    first_mail,
    later,
    links,
    my_data,
    photos,
    start,
    status,
    steps,
    still_right,
)


class ReferenceConverter:
    """A reference, in capitals or not. No other word below /submit/ looks like one."""

    regex = "[0-9A-Za-z]{4}-[0-9A-Za-z]{4}"

    @staticmethod
    def to_python(value: str) -> str:
        return value

    @staticmethod
    def to_url(value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

# Fixed words stand before references, and the pages of a submission that have a view of their own before the others.
urlpatterns = [
    path("submit/", start.start, name="submit"),
    path("submit/questions/", start.questions, name="submit_questions"),
    re_path("^submit/new/(?P<journey>initiative|connector)/$", steps.new, name="submit_new"),
    path("submit/change/<int:pk>/", about_entry.change, name="submit_change"),
    re_path(
        "^submit/(?P<journey>change|claim)/(?P<pk>[0-9]{1,9})/by-mail/$",
        about_entry.by_mail,
        name="submit_entry_by_mail",
    ),
    path("submit/claim/<int:pk>/", about_entry.claim, name="submit_claim"),
    path("still-right/<str:secret>/", still_right.still_right, name="still_right"),
    path("submit/confirm/<str:secret>/", links.open_link, {"purpose": Purpose.CONFIRM}, name="submit_confirm"),
    path("submit/return/<str:secret>/", links.open_link, {"purpose": Purpose.RETURN}, name="submit_return"),
    path("submit/begin/<str:secret>/", first_mail.begin_link, name="submit_begin"),
    re_path("^submit/new/(?P<journey>initiative|connector)/by-mail/$", first_mail.by_mail, name="submit_begin_by_mail"),
    path("submit/my-data/", my_data.ask, name="my_data"),
    path("submit/my-data/mine/", my_data.mine, name="my_data_mine"),
    path("submit/my-data/<str:secret>/", my_data.link, name="my_data_link"),
    path("submit/find/", links.find, name="submit_find"),
    path("submit/deleted/", status.deleted, name="submit_deleted"),
    path("submit/<reference:reference>/", status.status, name="submit_status"),
    path("submit/<reference:reference>/answer/", status.answer, name="submit_answer"),
    path("submit/<reference:reference>/delete/", status.delete, name="submit_delete"),
    path("submit/<reference:reference>/later/", later.later, name="submit_later"),
    path("submit/<reference:reference>/later/sent/", later.later_sent, name="submit_later_sent"),
    path("submit/<reference:reference>/photos/", photos.photos, name="submit_photos"),
    path("submit/<reference:reference>/photos/<int:pk>/", photos.photo, name="submit_photo"),
    path("submit/<reference:reference>/resend/", later.resend, name="submit_resend"),
    path("submit/<reference:reference>/check/", checking.check, name="submit_check"),
    path("submit/<reference:reference>/preview/", checking.preview, name="submit_preview"),
    path("submit/<reference:reference>/sent/", checking.sent, name="submit_sent"),
    path("submit/<reference:reference>/<slug:slug>/", steps.step, name="submit_step"),
]
