#include "datasets/import/read_ground.h"

#include <algorithm>
#include <array>
#include <utility>

#include "datasets/import/read_taken.h"
#include "geo/generalise.h"

namespace placewright::datasets {
namespace {

constexpr double kToleranceM = 4;  // a third of a pixel where a city fills the window
constexpr double kLeastM2 = 3000;  // woods, parks, built-up ground: half the size of a football pitch
constexpr double kLeastWaterM2 = 800;

using Words = std::pair<std::string_view, std::string_view>;

template <std::size_t N>
std::string_view word_for(const std::array<Words, N>& words, std::string_view said) {
  const auto at =
      std::find_if(words.begin(), words.end(), [&](const Words& one) { return one.first == said; });
  return at == words.end() ? std::string_view{} : at->second;
}

/// Ordnance Survey's features of one layer: the kind that the layer says, unless the row says better. "" for
/// rows that repeat the layer for smaller scales, or are no ground.
std::string_view os_kind(const Format& format, std::string_view scale, std::string_view form,
                         std::string_view name) {
  const auto& kind = format.detail;
  if (kind == "river") {  // OS Open Rivers
    if (form == "canal") return "canal";
    if (form == "lake") return {};
    return name.empty() ? "stream" : "river";
  }
  if (kind == "railway_tunnel") return "railway";
  if (scale.empty()) return kind;
  return scale == "local" || (kind == "built_up" && scale == "regional") ? kind : std::string_view{};
}

}  // namespace

std::string_view osm_line_kind(std::string_view waterway, std::string_view railway,
                               std::string_view service) {
  static constexpr std::array<Words, 3> waters{
      {{"river", "river"}, {"canal", "canal"}, {"stream", "stream"}}};
  static constexpr std::array<Words, 4> rails{
      {{"rail", "railway"}, {"light_rail", "railway"}, {"narrow_gauge", "railway"}, {"subway", "railway"}}};
  if (const auto water = word_for(waters, waterway); !water.empty()) return water;
  return service.empty() ? word_for(rails, railway) : std::string_view{};  // else yards and sidings
}

std::string_view osm_area_kind(std::string_view natural, std::string_view landuse, std::string_view leisure,
                               std::string_view waterway, std::string_view wetland) {
  static constexpr std::array<Words, 6> naturals{{{"water", "water"},
                                                  {"coastline", kCoastline},
                                                  {"wood", "wood"},
                                                  {"beach", "foreshore"},
                                                  {"mud", "foreshore"},
                                                  {"shoal", "foreshore"}}};
  static constexpr std::array<Words, 12> uses{{{"reservoir", "water"},
                                               {"basin", "water"},
                                               {"forest", "wood"},
                                               {"recreation_ground", "park"},
                                               {"village_green", "park"},
                                               {"cemetery", "park"},
                                               {"residential", "built_up"},
                                               {"commercial", "built_up"},
                                               {"retail", "built_up"},
                                               {"industrial", "built_up"},
                                               {"education", "built_up"},
                                               {"institutional", "built_up"}}};
  static constexpr std::array<Words, 3> leisures{
      {{"park", "park"}, {"common", "park"}, {"golf_course", "park"}}};
  static constexpr std::array<Words, 2> waters{{{"riverbank", "water"}, {"dock", "water"}}};
  if (natural == "wetland" && wetland == "tidalflat") return "foreshore";
  for (const auto kind : {word_for(naturals, natural), word_for(waters, waterway),
                          word_for(leisures, leisure), word_for(uses, landuse)})
    if (!kind.empty()) return kind;
  return {};
}

std::string_view settlement_rank(std::string_view said) {
  static constexpr std::array<Words, 13> ranks{{{"city", "city"},
                                                {"capital", "city"},
                                                {"town", "town"},
                                                {"suburb", "suburb"},
                                                {"suburban area", "suburb"},
                                                {"borough", "suburb"},
                                                {"quarter", "suburb"},
                                                {"neighbourhood", "suburb"},
                                                {"village", "village"},
                                                {"hamlet", "hamlet"},
                                                {"small settlements", "hamlet"},
                                                {"small settlement", "hamlet"},
                                                {"other settlement", "hamlet"}}};
  return word_for(ranks, said);
}

GroundFate GroundReader::take(const InputRow& row, std::string_view kind, std::string_view name,
                              std::string other) {
  if (kind.empty()) return GroundFate::not_ground;
  GroundFeature feature;
  feature.kind = kind;
  feature.name = name;
  feature.other = std::move(other);
  feature.file = file_;
  if (row.shape != nullptr && !row.shape->empty()) {
    feature.shape = geo::generalised(*row.shape, kToleranceM,
                                     kind == "water" || kind == "sea" ? kLeastWaterM2 : kLeastM2);
    if (feature.shape.empty()) {
      ++too_small_;
      return GroundFate::too_small;
    }
    into_.ground.push_back({index_, row.line, std::move(feature)});
    return GroundFate::kept;
  }
  bool any = false;
  if (row.lines != nullptr)
    for (const auto& line : *row.lines) {
      if (line.size() < 2) continue;
      any = true;
      auto piece = feature;
      piece.line = geo::generalised(line, kToleranceM);
      into_.ground.push_back({index_, row.line, std::move(piece)});
    }
  return any ? GroundFate::kept : GroundFate::not_ground;
}

void GroundReader::tell(Source& source) const {
  leave_out(source, too_small_, "of ground that is too small to draw");
}

void read_ground(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const bool by_hand = found.has("kind");
  GroundReader ground(into.taken.size(), taken.source.file, into);
  std::int64_t no_ground = 0;
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    const auto word = [&](std::string_view field) { return lower(trimmed(row.cell(found.column(field)))); };
    const auto name = trimmed(row.cell(found.column("name")));
    const std::string form = word("form"), said = word("kind");
    const auto kind = by_hand ? std::string_view(said) : os_kind(found.format, word("scale"), form, name);
    const bool under = found.format.detail == "railway_tunnel" || form == "tunnel";
    if (ground.take(row, kind, name, under ? "tunnel=yes" : "") == GroundFate::not_ground) ++no_ground;
  });
  ground.tell(taken.source);
  leave_out(taken.source, no_ground,
            found.has("scale") ? "that repeat the layer for smaller scales" : "that are no ground");
}

void read_settlements(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const std::size_t index = into.taken.size();
  std::int64_t others = 0, nowhere = 0;
  visit_keyed_rows(taken, "name", into, [&](const InputRow& row) {
    const auto said = lower(trimmed(row.cell(found.column("rank"))));
    auto rank = settlement_rank(said);
    // OS OpenMap Local tells settlements from hills, and their size by that of the letters.
    if (said == "populated place") {
      const auto size = lower(trimmed(row.cell(found.column("size"))));
      rank = size == "large" ? "town" : size == "medium" ? "village" : "hamlet";
    }
    if (rank.empty()) {
      ++others;
      return;
    }
    if (row.point == nullptr) {
      ++nowhere;
      return;
    }
    into.settlements.push_back(
        {index,
         row.line,
         {std::string(trimmed(row.cell(found.column("name")))), std::string(rank), row.point->x, row.point->y,
          number_in(taken, row, found.column("people")), taken.source.file}});
  });
  leave_out(taken.source, others, "that are no settlement");
  leave_out(taken.source, nowhere, "without a point");
}

}  // namespace placewright::datasets
