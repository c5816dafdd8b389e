#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/map/theme.h"
#include "viewer/session/measured.h"
#include "viewer/session/session.h"

/// A lens is a way to colour the map: one file in `lenses`, which registers its row. Strip, menu, keys,
/// legend, export and tests are made of the rows.
namespace placewright::viewer {

struct Legend {
  struct Entry {
    std::string text;
    Rgba colour{};
    bool hatched = false;
    std::size_t areas = 0;
    std::string note = {};           ///< a second, quiet line
    std::size_t neighbourhoods = 0;  ///< in it, where each has one class
  };
  std::string title, units;
  std::string source;   ///< whose figures, and of when; "" not known
  std::string missing;  ///< why no area has a colour
  bool diamond =
      false;  ///< entries 0 to 8: low, middle, high of one figure (rows) by those of another (columns)
  std::string row_name, column_name;  ///< of a diamond
  std::vector<Entry> entries;
  /// Areas, or neighbourhoods where each has one class, by figure from `low` to `high`: of each step, how
  /// many are in each entry. Empty: no histogram.
  std::vector<std::vector<std::size_t>> bins;
  double low = 0, high = 0;
  std::string sign;  ///< after both: " %"
};

struct AreaColours {
  static constexpr std::uint8_t kNoEntry = 255;  ///< of `group`: in no class
  std::vector<Rgba> fill;                        ///< per area of the place
  std::vector<std::uint8_t> hatch;               ///< missing data
  std::vector<std::uint8_t> group;               ///< legend entry of each area
  std::vector<double> value;                     ///< what was put in classes, per area; empty: no figure
  Legend legend;
};

/// What is picked in the lists of the lenses, by the list's name; none: its first.
using Picks = std::map<std::string, std::string, std::less<>>;

/// What a lens is asked about.
struct LensAsk {
  const Session& session;
  Picks picks;
  std::optional<std::size_t> site;  ///< chosen: row of the place's sites
  /// "": the first of the list.
  [[nodiscard]] std::string picked(std::string_view list) const {
    const auto at = picks.find(list);
    return at == picks.end() ? std::string() : at->second;
  }
};

/// A list of what a lens can show one of. Lenses that name the same list share what is picked in it.
struct Picker {
  struct Choice {
    std::string value, words;
  };
  const char* name = nullptr;  ///< of the list's widget; nothing: no list
  std::vector<Choice> (*choices)(const Session& session) = nullptr;
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
  static constexpr std::size_t kPickers = 3;  ///< most lists of a lens
  int rank = 0;      ///< where it stands, the least first; lenses of one tab follow each other
  int digit = 0;     ///< key, 1 to 9; 0: none
  const char* id;    ///< of its command and its widget: "colour.need"
  const char* name;  ///< "Need"
  const char* tab =
      nullptr;  ///< of the strip, one word; nothing: its name. Lenses of one tab are a list there
  /// Fills `group` and the legend, of which `fill` and `hatch` are made; or these themselves where it has no
  /// classes.
  void (*paint)(AreaColours& colours, const LensPaint& with);
  /// Figures that are no column of the place, kept until the ask or the plan is another. Nothing: none.
  std::vector<AreaMeasure> (*measure)(const LensAsk& ask) = nullptr;
  /// Whether the place has what it shows. Nothing: always.
  bool (*offered)(const LensAsk& ask) = nullptr;
  std::array<Picker, kPickers> pickers = {};
  bool same_classes = false;       ///< whatever is picked: a class shown alone stays so
  bool of_neighbourhoods = false;  ///< a colour for each neighbourhood: where an area goes is seen at once
  bool class_a_neighbourhood = false;  ///< all areas of a neighbourhood are in one class: these are counted
  bool of_footprints = false;          ///< the map names footprints too, and draws who serves them
  [[nodiscard]] const char* tab_word() const { return tab == nullptr ? name : tab; }
};

/// One of it in each lens file: `const LensRow kRow{{...}};`
struct LensRow {
  explicit LensRow(const Lens& lens);
};

/// By rank.
[[nodiscard]] const std::list<Lens>& lenses();
/// The first of each tab, by rank.
[[nodiscard]] std::vector<const Lens*> lens_tabs();
/// In the order of menu and keys: those with a digit first.
[[nodiscard]] std::vector<const Lens*> lenses_by_key();
/// Needs: there is one of this id.
[[nodiscard]] const Lens& lens_of(std::string_view id);

}  // namespace placewright::viewer
