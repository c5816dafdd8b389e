#include "boundaries/question/minutes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "boundaries/question/policy.h"

namespace placewright::boundaries {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();
// Minutes are kept as floats, so bounds from lines give way by more than their rounding.
constexpr double kRounding = 1e-6;
constexpr std::size_t kBlock = 32;  // areas that one line stands for

bool is_nowhere(geo::Point point) { return std::isnan(point.x) || std::isnan(point.y); }

}  // namespace

double straight_minutes(geo::Point from, geo::Point to, bool drive) {
  const double metres_a_minute = 1000 * (drive ? kDriveKmh : kWalkKmh) / 60.0;
  return std::hypot(from.x - to.x, from.y - to.y) * kStraightLineFactor / metres_a_minute;
}

float MinutesRule::between(std::size_t from, std::size_t to) const {
  if (!known_first.empty()) {
    const auto begin = known_site.begin() + known_first[from],
               end = known_site.begin() + known_first[from + 1];
    const auto at = std::lower_bound(begin, end, static_cast<std::uint32_t>(to));
    if (at != end && *at == to) return known[static_cast<std::size_t>(at - known_site.begin())];
  }
  const double line = is_nowhere(site[to]) ? longest : straight_minutes(area[from], site[to], drive);
  return static_cast<float>(std::max(line, longest));
}

MinutesIndex::MinutesIndex(MinutesRule rule) : rule_(std::move(rule)) {
  for (std::uint32_t site = 0; site < rule_.site.size(); ++site)
    (is_nowhere(rule_.site[site]) ? nowhere_ : by_x_).push_back(site);
  std::sort(by_x_.begin(), by_x_.end(), [&](auto a, auto b) {
    return rule_.site[a].x < rule_.site[b].x || (rule_.site[a].x == rule_.site[b].x && a < b);
  });
}

NearestSites MinutesIndex::nearest(std::uint32_t area, std::size_t count) const {
  NearestSites result;
  const auto sooner = [](const NearestSites::One& a, const NearestSites::One& b) {
    return a.minutes < b.minutes || (a.minutes == b.minutes && a.site < b.site);
  };
  auto& heap = result.sites;  // the farthest of the nearest lies on top; one more than asked for says what
                              // the others are
  const auto offer = [&](std::uint32_t site) {
    const NearestSites::One one{static_cast<double>(rule_.between(area, site)), site};
    if (heap.size() > count && !sooner(one, heap.front())) return;
    heap.push_back(one);
    std::push_heap(heap.begin(), heap.end(), sooner);
    if (heap.size() <= count + 1) return;
    std::pop_heap(heap.begin(), heap.end(), sooner);
    heap.pop_back();
  };
  std::span<const std::uint32_t> known;
  if (!rule_.known_first.empty())
    known = std::span(rule_.known_site)
                .subspan(rule_.known_first[area], rule_.known_first[area + 1] - rule_.known_first[area]);
  const auto offer_line = [&](std::uint32_t site) {
    if (!std::binary_search(known.begin(), known.end(), site)) offer(site);
  };
  for (const auto site : known) offer(site);
  for (const auto site : nowhere_) offer_line(site);
  // From the area's longitude outwards, until even the way east or west alone is too long.
  const auto at = rule_.area[area];
  const auto middle = std::lower_bound(by_x_.begin(), by_x_.end(), at.x,
                                       [&](auto site, double x) { return rule_.site[site].x < x; });
  const auto is_far = [&](std::uint32_t site) {
    if (heap.size() <= count) return false;
    return straight_minutes({at.x, 0}, {rule_.site[site].x, 0}, rule_.drive) * (1 - kRounding) >
           heap.front().minutes;
  };
  for (auto site = middle; site != by_x_.end() && !is_far(*site); ++site) offer_line(*site);
  for (auto site = middle; site != by_x_.begin() && !is_far(*(site - 1)); --site) offer_line(*(site - 1));
  std::sort_heap(heap.begin(), heap.end(), sooner);
  result.others = kEndless;
  if (heap.size() > count) {
    result.others = heap.back().minutes;
    heap.pop_back();
  }
  return result;
}

MinutesIndex::Hub MinutesIndex::find_hub(std::span<const std::uint32_t> areas, std::span<const double> people,
                                         const std::function<double(std::size_t)>& factor) const {
  const auto sites = rule_.site.size();
  // The mean of ways is no shorter than the way of the mean point, so a block of areas costs at least its
  // people times the way from its middle; and no pair that the matrix leaves out is shorter than `longest`.
  std::vector<double> least(sites, 0);
  double all = 0;
  for (std::size_t first = 0; first < areas.size(); first += kBlock) {
    double x = 0, y = 0, weight = 0;
    for (const auto area : areas.subspan(first, std::min(kBlock, areas.size() - first))) {
      x += people[area] * rule_.area[area].x;
      y += people[area] * rule_.area[area].y;
      weight += people[area];
    }
    all += weight;
    if (!(weight > 0)) continue;
    const geo::Point mean{x / weight, y / weight};
    for (std::size_t site = 0; site < sites; ++site)
      if (!is_nowhere(rule_.site[site]))
        least[site] += weight * straight_minutes(mean, rule_.site[site], rule_.drive);
  }
  for (std::size_t site = 0; site < sites; ++site) least[site] = std::max(least[site], all * rule_.longest);
  if (!rule_.known_first.empty())  // a matrix may know a shorter way than the line
    for (const auto area : areas)
      for (auto entry = rule_.known_first[area]; entry < rule_.known_first[area + 1]; ++entry)
        least[rule_.known_site[entry]] = 0;
  for (std::size_t site = 0; site < sites; ++site) least[site] *= factor(site) * (1 - kRounding);
  Hub hub{0, kEndless, kEndless};
  const auto look_at = [&](std::size_t site) {
    double sum = 0;
    for (const auto area : areas) sum += people[area] * static_cast<double>(rule_.between(area, site));
    const double asked = factor(site) * sum;
    if (asked < hub.asked || (asked == hub.asked && site < hub.site)) hub = {site, sum, asked};
  };
  const auto first = static_cast<std::size_t>(std::min_element(least.begin(), least.end()) - least.begin());
  look_at(first);
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t site = 0; site < sites; ++site)
    if (site != first && least[site] <= hub.asked) order.emplace_back(least[site], site);
  std::sort(order.begin(), order.end());
  for (const auto& [bound, site] : order)
    if (bound <= hub.asked) look_at(site);
  return hub;
}

}  // namespace placewright::boundaries
