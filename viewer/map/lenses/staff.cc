#include "viewer/map/lens_classes.h"

namespace placewright::viewer {
namespace {

void paint(AreaColours& colours, const LensPaint& with) {
  head_legend(colours.legend, with.measures[0]);
  class_by_fifths(colours, with.measures[0].value, with);
}

std::vector<AreaMeasure> measure(const LensAsk& ask) { return {measure_staff(ask.session, ask.choice)}; }

bool offered(const LensAsk& ask) { return !ask.session.place().workforce.empty(); }

std::vector<Lens::Choice> choices(const Session& session) {
  std::vector<Lens::Choice> groups{{"", "all groups of staff"}};
  for (const auto& group : staff_groups(session.place())) groups.push_back({group, group});
  return groups;
}

const LensRow kRow{{.rank = 80,
                    .digit = 9,
                    .id = "colour.staff",
                    .name = "Staff per 10,000",
                    .paint = paint,
                    .measure = measure,
                    .offered = offered,
                    .choices = choices,
                    .choice_widget = "colour.group"}};

}  // namespace
}  // namespace placewright::viewer
