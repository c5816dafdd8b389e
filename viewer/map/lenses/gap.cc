#include <array>
#include <cmath>

#include "viewer/map/lens_classes.h"
#include "viewer/map/lens_pickers.h"

namespace placewright::viewer {
namespace {

/// Limits either side of the fair share, %; what lies on one is of the class nearer to it.
constexpr std::array<double, 3> kLimits{5, 10, 20};

/// 0 far short to 6 far over; 3 about the fair share.
std::size_t class_of(double percent) {
  std::size_t off = 0;
  for (const double limit : kLimits) off += std::abs(percent) > limit;
  return percent < 0 ? 3 - off : 3 + off;
}

void paint(AreaColours& colours, const LensPaint& with) {
  const auto& gap = with.measures[0];
  head_legend(colours.legend, gap);
  colours.legend.sign = " %";
  static constexpr std::array<const char*, 7> names{
      "more than 20 % short", "10 to 20 % short", "5 to 10 % short",    "within 5 %",
      "5 to 10 % over",       "10 to 20 % over",  "more than 20 % over"};
  for (std::size_t step = 0; step < names.size(); ++step)
    colours.legend.entries.push_back(
        {names[step], seen_by(gap_fills(with.theme.kind)[step], with.sight), false, 0});
  colours.legend.entries.push_back({"no share known", seen_by(with.theme.missing, with.sight), true, 0});
  colours.value = gap.value;
  const auto& inside = with.ask.session.place().areas.inside;
  for (std::size_t area = 0; area < inside.size(); ++area) {
    if (inside[area] == 0) continue;
    const auto group = datasets::is_missing(gap.value[area]) ? names.size() : class_of(gap.value[area]);
    colours.group[area] = static_cast<std::uint8_t>(group);
    ++colours.legend.entries[group].areas;
  }
  class_partial(colours, gap, with);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) {
  return {measure_gap(ask.session, {ask.picked("colour.group"), ask.picked("colour.scheme")})};
}

bool offered(const LensAsk& ask) { return !ask.session.place().workforce.empty(); }

const LensRow kRow{{.rank = 85,
                    .digit = 4,
                    .id = "colour.gap",
                    .name = "Gap to the fair share",
                    .tab = "Gap",
                    .paint = paint,
                    .measure = measure,
                    .offered = offered,
                    .pickers = {kGroupPicker, kSchemePicker},
                    .same_classes = true,
                    .class_a_neighbourhood = true}};

}  // namespace
}  // namespace placewright::viewer
