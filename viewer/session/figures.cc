#include "viewer/session/figures.h"

#include <algorithm>
#include <cmath>

#include "boundaries/output/column_words.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

using datasets::is_missing;

void add(std::vector<Figure>& figures, const datasets::Areas& areas, std::string name, std::string units,
         std::vector<double> value) {
  if (value.size() != areas.size()) return;
  bool any = false;
  for (std::size_t area = 0; area < value.size(); ++area) {
    if (areas.inside[area] == 0) value[area] = datasets::kMissing;
    any = any || !is_missing(value[area]);
  }
  if (any) figures.push_back({std::move(name), std::move(units), std::move(value)});
}

}  // namespace

std::vector<Figure> area_figures(const Session& session) {
  const auto& areas = session.place().areas;
  std::vector<Figure> figures;
  add(figures, areas, "People", "usual residents an area", areas.population);
  std::vector<double> density(areas.size(), datasets::kMissing);
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (const double m2 = geo::measure_area_m2(areas.shape[area]); m2 > 0)
      density[area] = areas.population[area] / m2 * 1e6;
  add(figures, areas, "People per km\xc2\xb2", "usual residents over land", std::move(density));
  add(figures, areas, "Deprivation score", "Index of Multiple Deprivation, higher is more deprived",
      areas.imd_score);
  add(figures, areas, "Deprivation decile", "of England, 1 is the most deprived", areas.imd_decile);
  if (const auto* question = session.question(); question != nullptr && !question->problem.access.empty()) {
    const auto& access = question->problem.access.front();
    std::vector<double> minutes(areas.size(), datasets::kMissing);
    for (std::size_t i = 0; i < question->area_row.size() && !access.site_id.empty(); ++i)
      minutes[question->area_row[i].value()] = access.nearest_minutes(i);
    add(figures, areas, "Minutes to the nearest " + access.kind,
        access.straight_line ? "straight line x 1.3" : "over the network", std::move(minutes));
  }
  for (const auto& [name, values] : areas.indicators) {
    const auto words = boundaries::output::column_words(name);
    add(figures, areas, words.title, words.units, values);
  }
  return figures;
}

std::vector<Figure> neighbourhood_figures(const Session& session, const std::vector<Figure>& of_areas) {
  const auto& areas = session.place().areas;
  const auto& label = session.state().label;
  const auto& tallies = session.tallies();
  const auto count = session.state().entries.size();
  const auto& bounds = session.brief().population;
  const double target = bounds.target.value_or((bounds.min + bounds.max) / 2);
  const std::vector<double> none(count, datasets::kMissing);
  Figure people{"People", "usual residents", none}, off{"People against the target, %", "", none},
      number{"Areas", "", none}, land{"Land, km\xc2\xb2", "", none},
      practices{"GP practices", "open, by where they lie", none};
  for (std::size_t row = 0; row < count; ++row) {
    if (tallies.areas[row] == 0) continue;
    people.value[row] = tallies.people[row];
    off.value[row] = 100 * (tallies.people[row] / target - 1);
    number.value[row] = tallies.areas[row];
    land.value[row] = practices.value[row] = 0;
  }
  for (std::size_t area = 0; area < areas.size(); ++area)
    if (label[area] >= 0)
      land.value[static_cast<std::size_t>(label[area])] += geo::measure_area_m2(areas.shape[area]) / 1e6;
  bool any_site = false;
  for (const auto& site : session.place().sites)
    if (site.kind == "gp" && site.open)
      if (const auto area = session.place().find_area(site.area); area && label[*area] >= 0)
        practices.value[static_cast<std::size_t>(label[*area])] += 1, any_site = true;
  std::vector<Figure> figures{std::move(people), std::move(off), std::move(number), std::move(land)};
  if (any_site) figures.push_back(std::move(practices));
  for (const auto& figure : of_areas) {
    if (figure.name == "People") continue;
    std::vector<double> sum(count, 0), weight(count, 0);
    for (std::size_t area = 0; area < areas.size(); ++area) {
      const double here = areas.population[area];
      if (label[area] < 0 || is_missing(figure.value[area]) || is_missing(here)) continue;
      sum[static_cast<std::size_t>(label[area])] += here * figure.value[area];
      weight[static_cast<std::size_t>(label[area])] += here;
    }
    Figure mean{figure.name + ", mean",
                figure.units.empty() ? "weighted by people" : figure.units + ", weighted by people", none};
    for (std::size_t row = 0; row < count; ++row)
      if (weight[row] > 0) mean.value[row] = sum[row] / weight[row];
    figures.push_back(std::move(mean));
  }
  return figures;
}

Bins bin_areas(const Figure& figure, const std::vector<std::uint8_t>& inside,
               const std::vector<std::uint8_t>& marked, std::size_t most) {
  Bins bins;
  double low = 0, high = 0;
  bool any = false;
  for (std::size_t area = 0; area < figure.value.size(); ++area) {
    if (is_missing(figure.value[area])) {
      bins.missing += inside[area] != 0;
      continue;
    }
    low = any ? std::min(low, figure.value[area]) : figure.value[area];
    high = any ? std::max(high, figure.value[area]) : figure.value[area];
    any = true;
  }
  if (!any) return bins;
  if (high > low) {
    bins.width = std::pow(10, std::floor(std::log10((high - low) / static_cast<double>(most))));
    for (const double factor : {2.0, 2.5, 2.0})
      if ((high - low) / bins.width > static_cast<double>(most) - 1) bins.width *= factor;
  }
  bins.from = std::floor(low / bins.width) * bins.width;
  const auto count = static_cast<std::size_t>(std::floor((high - bins.from) / bins.width)) + 1;
  bins.all.assign(count, 0);
  bins.marked.assign(count, 0);
  for (std::size_t area = 0; area < figure.value.size(); ++area) {
    if (is_missing(figure.value[area])) continue;
    const auto bin =
        std::min(count - 1, static_cast<std::size_t>((figure.value[area] - bins.from) / bins.width));
    ++bins.all[bin];
    if (marked[area] != 0) ++bins.marked[bin];
  }
  return bins;
}

std::vector<std::uint32_t> areas_between(const Figure& figure, double low, double high) {
  std::vector<std::uint32_t> areas;
  for (std::uint32_t area = 0; area < figure.value.size(); ++area)
    if (figure.value[area] >= low && figure.value[area] < high) areas.push_back(area);
  return areas;
}

std::vector<std::uint32_t> areas_within(const Figure& x, const Figure& y, std::pair<double, double> x_range,
                                        std::pair<double, double> y_range) {
  std::vector<std::uint32_t> areas;
  for (std::uint32_t area = 0; area < x.value.size(); ++area)
    if (x.value[area] >= x_range.first && x.value[area] <= x_range.second && y.value[area] >= y_range.first &&
        y.value[area] <= y_range.second)
      areas.push_back(area);
  return areas;
}

double correlation(const Figure& x, const Figure& y) {
  double n = 0, mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  const auto each = [&](auto&& use) {
    for (std::size_t area = 0; area < x.value.size(); ++area)
      if (!is_missing(x.value[area]) && !is_missing(y.value[area])) use(x.value[area], y.value[area]);
  };
  each([&](double a, double b) { ++n, mean_x += a, mean_y += b; });
  if (n < 3) return datasets::kMissing;
  mean_x /= n, mean_y /= n;
  each([&](double a, double b) {
    xx += (a - mean_x) * (a - mean_x), yy += (b - mean_y) * (b - mean_y), xy += (a - mean_x) * (b - mean_y);
  });
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : datasets::kMissing;
}

}  // namespace placewright::viewer
