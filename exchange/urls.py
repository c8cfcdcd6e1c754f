"""The addresses of the exports. They stand before the CMS's, beside the pages whose content they are."""

from django.urls import path

from exchange import commitment_views, comparison_views, export_views

app_name = "exchange"
urlpatterns = [
    path("directory/export.csv", export_views.export, {"form": "csv"}, name="csv"),
    path("directory/export.xlsx", export_views.export, {"form": "xlsx"}, name="xlsx"),
    path("directory/export.json", export_views.export, {"form": "json"}, name="json"),
    path("directory/export.geojson", export_views.export, {"form": "geojson"}, name="geojson"),
    path("directory/feed.atom", export_views.feed, name="feed"),
    path("commitments/export.csv", commitment_views.export, {"form": "csv"}, name="commitments_csv"),
    path("commitments/export.json", commitment_views.export, {"form": "json"}, name="commitments_json"),
    path("connectors/compare.csv", comparison_views.comparison, name="comparison"),
]
