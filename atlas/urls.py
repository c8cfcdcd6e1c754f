"""Addresses of the atlas: the map, the places, what is like them, and how we compare."""

from django.urls import path

from atlas import ideas_views, like_views, map_views, views

urlpatterns = [
    path("directory/map/", map_views.show_map, name="map"),
    path("directory/map/points.json", map_views.map_points, name="map_points"),
    path("directory/map/entries.json", map_views.map_entries, name="map_entries"),
    path("places/", views.place_index, name="places"),
    path("places/suggest.json", views.suggest_places, name="suggest_places"),
    path("places/how-we-compare/", like_views.how_we_compare, name="how_we_compare"),
    path("places/<slug:slug>/", views.place_detail, name="place"),
    path("places/<slug:slug>/like/", like_views.places_like_it, name="places_like"),
    path("places/<slug:slug>/ideas/", ideas_views.ideas_that_fit, name="ideas"),
]
