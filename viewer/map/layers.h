#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What lies over the areas on the map, in the order it is painted.
namespace placewright::viewer {

/// A layer that can be moved up and down and made fainter.
struct Overlay {
  enum class Kind { backdrop, roads, barriers, boundary, footprints } kind{};
  std::string of;     ///< kind of boundary, level of footprints, path of a backdrop
  std::string title;  ///< for people
  bool on = false;
  float opacity = 1;
  std::size_t count = 0;  ///< of what it shows
  friend bool operator==(const Overlay&, const Overlay&) = default;
};

/// Which switch of the layers a site hangs on.
enum class SiteLayer : std::uint8_t { practices, bases, pharmacies, hospitals, community };

[[nodiscard]] inline SiteLayer layer_of(std::string_view kind) {
  if (kind == "gp" || kind == "branch") return SiteLayer::practices;
  if (kind == "base" || kind == "clinic") return SiteLayer::bases;
  if (kind == "pharmacy" || kind == "dentist" || kind == "optician") return SiteLayer::pharmacies;
  return kind == "hospital" ? SiteLayer::hospitals : SiteLayer::community;
}

/// How much of the ground lies under the areas.
enum class GroundShow : std::uint8_t { none, quiet, full };

struct Layers {
  GroundShow ground = GroundShow::quiet;
  bool area_lines = true, borders = true, labels = true, practices = true, bases = false, pharmacies = false,
       hospitals = true, community = false, notes = true, locks = true;
  bool flows = true;              ///< from the chosen site to where its patients live
  std::vector<Overlay> overlays;  ///< the later over the earlier
  // Of sites and footprints only those of one organisation, service, role; "" all.
  std::string organisation, service, role;

  friend bool operator==(const Layers&, const Layers&) = default;
  [[nodiscard]] bool shows(SiteLayer layer) const {
    switch (layer) {
      case SiteLayer::practices:
        return practices;
      case SiteLayer::bases:
        return bases;
      case SiteLayer::pharmacies:
        return pharmacies;
      case SiteLayer::hospitals:
        return hospitals;
      case SiteLayer::community:
        return community;
    }
    return false;
  }
};

/// "layer.roads", "layer.boundary:ward": what the widget and the command of an overlay are called.
[[nodiscard]] inline std::string overlay_name(const Overlay& overlay) {
  switch (overlay.kind) {
    case Overlay::Kind::backdrop:
      return "layer.backdrop";
    case Overlay::Kind::roads:
      return "layer.roads";
    case Overlay::Kind::barriers:
      return "layer.barriers";
    case Overlay::Kind::boundary:
      return "layer.boundary:" + overlay.of;
    case Overlay::Kind::footprints:
      return "layer.footprints:" + overlay.of;
  }
  return "";
}

}  // namespace placewright::viewer
