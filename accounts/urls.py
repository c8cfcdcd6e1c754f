"""Addresses of signing in with a second factor, under /admin/."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("second-factor/", views.overview, name="second_factor"),
    path("second-factor/turn-on/", views.turn_on, name="turn_on"),
    path("second-factor/verify/", views.verify, name="verify"),
    path("second-factor/recovery-codes/", views.new_codes, name="new_codes"),
    path("second-factor/turn-off/", views.turn_off, name="turn_off"),
    path("second-factor/reset/<int:user_id>/", views.reset, name="reset"),
]
# Keys and codes must not stay in any cache, and whoever is not signed in is asked to.
urlpatterns = decorate_urlpatterns(urlpatterns, require_admin_access)
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)
