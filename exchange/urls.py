"""The addresses of the exports. They stand before the CMS's, below that of the directory."""

from django.urls import path

from exchange import export_views

app_name = "exchange"
urlpatterns = [
    path("directory/export.csv", export_views.export, {"form": "csv"}, name="csv"),
    path("directory/export.xlsx", export_views.export, {"form": "xlsx"}, name="xlsx"),
    path("directory/export.json", export_views.export, {"form": "json"}, name="json"),
    path("directory/feed.atom", export_views.feed, name="feed"),
]
