#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/map/theme.h"
#include "viewer/session/measured.h"
#include "viewer/session/session.h"

/// A lens is a way to colour the map: one file in `lenses`, which registers its row. List, menu, keys,
/// legend, export and tests are made of the rows.
namespace placewright::viewer {

struct Legend {
  struct Entry {
    std::string text;
    Rgba colour{};
    bool hatched = false;
    std::size_t areas = 0;
  };
  std::string title, units;
  std::string missing;  ///< why no area has a colour
  bool diamond =
      false;  ///< entries 0 to 8: low, middle, high of one figure (rows) by those of another (columns)
  std::string row_name, column_name;  ///< of a diamond
  std::vector<Entry> entries;
};

struct AreaColours {
  static constexpr std::uint8_t kNoEntry = 255;  ///< of `group`: in no class
  std::vector<Rgba> fill;                        ///< per area of the place
  std::vector<std::uint8_t> hatch;               ///< missing data
  std::vector<std::uint8_t> group;               ///< legend entry of each area
  Legend legend;
};

/// What a lens is asked about.
struct LensAsk {
  const Session& session;
  std::string choice;               ///< value of one of its choices; "" the first of them, or it has none
  std::optional<std::size_t> site;  ///< chosen: row of the place's sites
};

/// What a lens paints with besides.
struct LensPaint {
  const LensAsk& ask;
  const std::vector<AreaMeasure>& measures;     ///< its own, of this ask
  const std::vector<std::uint32_t>& colour_of;  ///< colour index of each neighbourhood, touching ones differ
  const Theme& theme;
  Sight sight = Sight::normal;
};

struct Lens {
  struct Choice {
    std::string value, words;
  };
  int rank = 0;      ///< where it stands in the list, the least first
  int digit = 0;     ///< key, 1 to 9; 0: none
  const char* id;    ///< of its command and its widget: "colour.need"
  const char* name;  ///< "Need"
  /// Fills `group` and the legend, of which `fill` and `hatch` are made; or these themselves where it has no
  /// classes.
  void (*paint)(AreaColours& colours, const LensPaint& with);
  /// Figures that are no column of the place, kept until the ask or the plan is another. Nothing: none.
  std::vector<AreaMeasure> (*measure)(const LensAsk& ask) = nullptr;
  /// Whether the place has what it shows. Nothing: always.
  bool (*offered)(const LensAsk& ask) = nullptr;
  /// What it can show one of: a list under its name. Nothing: it has no choices.
  std::vector<Choice> (*choices)(const Session& session) = nullptr;
  const char* choice_widget = "";  ///< of the list; as buttons each is "widget:VALUE"
  bool choices_as_buttons = false;
  bool same_classes = false;       ///< whatever is chosen: a class shown alone stays so
  bool of_neighbourhoods = false;  ///< a colour for each neighbourhood: where an area goes is seen at once
};

/// One of it in each lens file: `const LensRow kRow{{...}};`
struct LensRow {
  explicit LensRow(const Lens& lens);
};

/// By rank.
[[nodiscard]] const std::list<Lens>& lenses();
/// In the order of menu and keys: those with a digit first.
[[nodiscard]] std::vector<const Lens*> lenses_by_key();
/// Needs: there is one of this id.
[[nodiscard]] const Lens& lens_of(std::string_view id);

}  // namespace placewright::viewer
