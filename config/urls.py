"""Every address of the site."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts import urls as accounts_urls
from atlas import urls as atlas_urls
from casestudies import urls as casestudies_urls
from commitments import urls as commitments_urls
from connectors import urls as connectors_urls
from core import views as core_views
from core.media import serve_media
from exchange import urls as exchange_urls
from home.sitemaps import SITEMAPS
from submissions import urls as submissions_urls

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

urlpatterns = [
    path("healthz/", core_views.healthz, name="healthz"),
    path("readyz/", core_views.readyz, name="readyz"),
    path("robots.txt", core_views.robots, name="robots"),
    path(".well-known/security.txt", core_views.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("admin/", include(accounts_urls)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(connectors_urls)),
    path("", include(atlas_urls)),
    path("", include(casestudies_urls)),
    path("", include(commitments_urls)),
    path("", include(exchange_urls)),
    path("", include(submissions_urls)),
    # The pictures that editors published. A web server or a bucket in front may take this over.
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", serve_media, name="media"),
    path("", include(wagtail_urls)),
]
