#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

/// Verifies a certificate of `draw --prove` about access without the program: walks the tree, decides at
/// every leaf what its path decides, checks that every cut parts an area from a home, and works the
/// relaxation out anew at the leaf's prices by sorting.
namespace placewright::certificate {

struct AccessVerdict {
  bool valid = false;
  std::string why;
  std::size_t leaves = 0;
  double least = 1e300;  ///< of the leaves, person-minutes
};

class AccessChecker {
 public:
  explicit AccessChecker(const nlohmann::json& text) : text_(text) {
    people_ = text["people"].get<std::vector<double>>();
    residents_ = text["residents"].get<std::vector<double>>();
    min_ = text["min"].get<double>();
    max_ = text["max"].get<double>();
    site_area_ = text["site_area"].get<std::vector<int>>();
    minutes_ = text["minutes"].get<std::vector<double>>();
    territories_ = text["territories"].get<std::vector<std::vector<int>>>();
    touching_.resize(people_.size());
    for (const auto& edge : text["usable_edges"]) {
      touching_[edge[0].get<std::size_t>()].insert(edge[1].get<int>());
      touching_[edge[1].get<std::size_t>()].insert(edge[0].get<int>());
    }
  }

  AccessVerdict check() {
    if (!check_territories() || !list_services() || !check_cuts()) return verdict_;
    const double claim = text_["claim"]["person_minutes"].get<double>() - locked_cost_;
    State root{least_, most_, {}, {}, {}};
    root_price_ = text_["root_prices"].get<std::vector<double>>();
    if (root_price_.size() != people_.size()) return fail("not a price for every area");
    for (const auto& each : text_["left_out"]) {
      const auto at = find_service(each);
      if (at == services_.size()) return fail("a service is left out that is none");
      if (bound(root, root_price_, nlohmann::json::array(), at) < claim)
        return fail("a service is left out without reason");
      left_out_.insert(at);
    }
    for (const auto& each : text_.value("whole", nlohmann::json::array())) {
      const auto at = find_service(each);
      if (at == services_.size()) return fail("a service takes whole areas that is none");
      services_[at].whole = true;
    }
    std::set<std::size_t> seen;
    if (!walk(0, root, claim, seen)) return verdict_;
    verdict_.least += locked_cost_;
    verdict_.valid = true;
    verdict_.why = "no legal plan takes fewer person-minutes";
    return verdict_;
  }

 private:
  static constexpr int kOutside = -1;
  struct Service {
    int territory, site, home;  ///< home: the area of the site, or kOutside
    bool whole = false;         ///< takes whole areas only
  };
  struct State {
    int least, most;
    std::map<int, bool> serves;                  ///< by home
    std::map<std::pair<int, int>, bool> served;  ///< by home and area
    std::set<int> none;                          ///< homes that are ruled out because rules clash
  };

  AccessVerdict& fail(std::string why) {
    verdict_.why = std::move(why);
    return verdict_;
  }

  bool check_territories() {
    std::set<int> seen;
    territory_of_.assign(people_.size(), -1);
    int least = 0, most = 0;
    for (std::size_t row = 0; row < territories_.size(); ++row) {
      double people = 0;
      for (const int area : territories_[row]) {
        if (!seen.insert(area).second) return fail("an area is in two territories"), false;
        territory_of_[static_cast<std::size_t>(area)] = static_cast<int>(row);
        people += people_[static_cast<std::size_t>(area)];
      }
      least += static_cast<int>(std::max(1.0, std::ceil(people / max_)));
      most += static_cast<int>(min_ > 0 ? std::floor(people / min_)
                                        : static_cast<double>(territories_[row].size()));
    }
    for (std::size_t area = 0; area < people_.size(); ++area)
      for (const int other : touching_[area])
        if (territory_of_[area] != territory_of_[static_cast<std::size_t>(other)] &&
            territory_of_[area] >= 0 && territory_of_[static_cast<std::size_t>(other)] >= 0)
          return fail("territories touch"), false;
    for (const auto& lock : text_["locked"]) {
      double best = 1e300;
      const auto areas = lock.get<std::vector<int>>();
      for (const int area : areas)
        if (!seen.insert(area).second) return fail("a locked area is not free"), false;
      for (std::size_t site = 0; site < site_area_.size(); ++site) {
        double sum = 0;
        for (const int area : areas) sum += cost(area, site);
        const bool inside = std::find(areas.begin(), areas.end(), site_area_[site]) != areas.end();
        best = std::min(best, inside ? sum : 1.5 * sum);
      }
      locked_cost_ += best;
    }
    if (seen.size() != people_.size()) return fail("an area is nowhere"), false;
    least_ = least;
    most_ = most;
    if (!text_["count"].is_null())
      least_ = most_ = text_["count"].get<int>() - static_cast<int>(text_["locked"].size());
    return true;
  }

  [[nodiscard]] double cost(int area, std::size_t site) const {
    return residents_[static_cast<std::size_t>(area)] *
           minutes_[static_cast<std::size_t>(area) * site_area_.size() + site];
  }

  bool list_services() {
    for (int site = 0; site < static_cast<int>(site_area_.size()); ++site) {
      const int home = site_area_[static_cast<std::size_t>(site)];
      if (home >= 0 && territory_of_[static_cast<std::size_t>(home)] >= 0)
        services_.push_back({territory_of_[static_cast<std::size_t>(home)], site, home, false});
      for (int territory = 0; territory < static_cast<int>(territories_.size()); ++territory)
        services_.push_back({territory, site, kOutside, false});
    }
    return true;
  }
  [[nodiscard]] std::size_t find_service(const nlohmann::json& text) const {
    for (std::size_t at = 0; at < services_.size(); ++at)
      if (services_[at].territory == text["territory"].get<int>() &&
          services_[at].site == text["site"].get<int>() &&
          (services_[at].home != kOutside) == text["inside"].get<bool>())
        return at;
    return services_.size();
  }

  [[nodiscard]] bool reaches(int from, int to, const std::set<int>& without) const {
    std::set<int> seen{from};
    std::vector<int> waiting{from};
    while (!waiting.empty()) {
      const int area = waiting.back();
      waiting.pop_back();
      if (area == to) return true;
      for (const int other : touching_[static_cast<std::size_t>(area)])
        if (!without.count(other) && seen.insert(other).second) waiting.push_back(other);
    }
    return false;
  }
  bool check_cuts() {
    for (const auto& cut : text_["cuts"]) {
      const auto via = cut["via"].get<std::set<int>>();
      const int home = cut["home"].get<int>(), area = cut["area"].get<int>();
      if (via.count(home) || via.count(area) || reaches(home, area, via))
        return fail("a cut does not part its areas"), false;
    }
    return true;
  }

  bool walk(std::size_t row, const State& state, double claim, std::set<std::size_t>& seen) {
    const auto& tree = text_["tree"];
    if (row >= tree.size() || !seen.insert(row).second) return fail("the tree is none"), false;
    const auto& node = tree[row];
    if (!node.contains("children")) {
      ++verdict_.leaves;
      const auto price = node["prices"].get<std::vector<double>>();
      if (price.size() != people_.size()) return fail("not a price for every area"), false;
      const double here = bound(state, price, node["cut_prices"], services_.size());
      verdict_.least = std::min(verdict_.least, here);
      if (here < claim)
        return fail("a leaf proves less than is claimed: " + std::to_string(here) + " against " +
                    std::to_string(claim)),
               false;
      return true;
    }
    const auto children = node["children"].get<std::vector<std::size_t>>();
    if (node["split"] == "counts") {
      const int first = node["least"].get<int>();
      if (first > state.least || first + static_cast<int>(children.size()) <= state.most)
        return fail("a count is left out"), false;
      for (std::size_t at = 0; at < children.size(); ++at) {
        State child = state;
        child.least = child.most = first + static_cast<int>(at);
        if (!walk(children[at], child, claim, seen)) return false;
      }
      return true;
    }
    if (children.size() != 2) return fail("a decision is not yes or no"), false;
    const int home = node["home"] == "outside" ? kOutside : node["home"].get<int>();
    State yes = state, no = state;
    if (node["split"] == "home") {
      yes.serves[home] = true;
      yes.served[{home, home}] = true;
      no.serves[home] = false;
    } else {
      const int area = node["area"].get<int>();
      yes.served[{home, area}] = true;
      if (home != kOutside) yes.serves[home] = true;
      no.served[{home, area}] = false;
    }
    return walk(children[0], yes, claim, seen) && walk(children[1], no, claim, seen);
  }

  /// Whether a home serves an area where its neighbourhood exists: 1 yes, -1 no, 0 open.
  [[nodiscard]] std::map<int, std::vector<int>> place_areas(const State& state) const {
    std::set<int> homes{kOutside};
    for (const auto& service : services_) homes.insert(service.home);
    std::map<int, std::vector<int>> place;
    for (const int home : homes) {
      auto& row = place[home];
      row.assign(people_.size(), 0);
      if (home != kOutside) row[static_cast<std::size_t>(home)] = 1;
      for (const auto& [pair, is_served] : state.served) {
        const auto area = static_cast<std::size_t>(pair.second);
        if (pair.first == home && home != kOutside && is_served) row[area] = 1;
        if (pair.first == home ? !is_served : is_served)
          row[area] = row[area] == 1 ? 2 : -1;  // 2: a contradiction
      }
      if (home == kOutside) continue;
      std::set<int> closed;
      for (std::size_t area = 0; area < row.size(); ++area)
        if (row[area] == -1) closed.insert(static_cast<int>(area));
      for (std::size_t area = 0; area < row.size(); ++area)
        if (row[area] != -1 && !reachable(home, static_cast<int>(area), closed))
          row[area] = row[area] == 1 ? 2 : -1;
    }
    return place;
  }
  [[nodiscard]] bool reachable(int home, int area, const std::set<int>& closed) const {
    auto& known = reach_[{home, closed}];
    if (known.empty()) {
      known.assign(people_.size(), 0);
      std::vector<int> waiting{home};
      known[static_cast<std::size_t>(home)] = 1;
      while (!waiting.empty()) {
        const int here = waiting.back();
        waiting.pop_back();
        for (const int other : touching_[static_cast<std::size_t>(here)])
          if (!closed.count(other) && !known[static_cast<std::size_t>(other)])
            known[static_cast<std::size_t>(other)] = 1, waiting.push_back(other);
      }
    }
    return known[static_cast<std::size_t>(area)] != 0;
  }

  /// Least person-minutes at these prices; `forced`: a service that must be chosen, services_.size(): none.
  double bound(const State& state, const std::vector<double>& price, const nlohmann::json& cut_prices,
               std::size_t forced) {
    const auto place = place_areas(state);
    std::map<int, double> best;
    double of_forced = 0;
    for (std::size_t at = 0; at < services_.size(); ++at) {
      const auto& service = services_[at];
      if (left_out_.count(at)) continue;
      const auto decided = state.serves.find(service.home);
      if (decided != state.serves.end() && !decided->second) continue;
      const auto& row = place.at(service.home);
      if (std::count(row.begin(), row.end(), 2) > 0) continue;
      auto worth = price;
      for (const auto& pair : cut_prices) {
        const auto& cut = text_["cuts"][pair[0].get<std::size_t>()];
        if (pair[1].get<double>() < 0) return -1e300;
        if (cut["home"].get<int>() != service.home) continue;
        worth[cut["area"].get<std::size_t>()] -= pair[1].get<double>();
        for (const auto& via : cut["via"]) worth[via.get<std::size_t>()] += pair[1].get<double>();
      }
      const double value = fill(state, service, row, worth);
      if (at == forced) of_forced = value;
      const auto known = best.find(service.home);
      if (known == best.end() || value < known->second) best[service.home] = value;
    }
    double fixed = 0;
    int chosen = 0;
    for (const double each : price) fixed += each;
    if (forced < services_.size()) {
      fixed += of_forced;
      ++chosen;
      if (services_[forced].home != kOutside) best.erase(services_[forced].home);
    }
    std::vector<double> offers;
    const double outside = best.count(kOutside) ? best[kOutside] : 1e300;
    for (const auto& [home, serves] : state.serves)
      if (serves && !best.count(home)) return 1e300;
    for (const auto& [home, value] : best) {
      if (home == kOutside) continue;
      const auto decided = state.serves.find(home);
      if (decided != state.serves.end() && decided->second)
        fixed += value, ++chosen;
      else
        offers.push_back(value);
    }
    for (int copy = 0; copy < state.most; ++copy) offers.push_back(outside);
    std::sort(offers.begin(), offers.end());
    double least = 1e300;
    for (std::size_t next = 0; chosen <= state.most; ++next, ++chosen) {
      if (chosen >= state.least) least = std::min(least, fixed);
      if (next == offers.size()) break;
      fixed += offers[next];
    }
    return least;
  }

  using Gains = std::vector<std::tuple<double, double, double>>;
  double fill(const State& state, const Service& service, const std::vector<int>& row,
              const std::vector<double>& worth) const {
    const auto& areas = territories_[static_cast<std::size_t>(service.territory)];
    double low = min_, high = max_;
    if (territories_.size() == 1) {
      double all = 0;
      for (const int area : areas) all += people_[static_cast<std::size_t>(area)];
      low = std::max(min_, all - (state.most - 1) * max_);
      high = std::min(max_, all - (state.least - 1) * min_);
    }
    Gains gains;  // a person, of the area, its people
    double load = 0, value = 0;
    for (const int area : areas) {
      const auto at = static_cast<std::size_t>(area);
      if (row[at] == -1) continue;
      const double gain =
          (service.home == kOutside ? 1.5 : 1.0) * cost(area, static_cast<std::size_t>(service.site)) -
          worth[at];
      const double people = people_[at];
      if (row[at] == 1 || (people <= 0 && gain < 0))
        value += gain, load += people;
      else if (people > 0)
        gains.emplace_back(gain / people, gain, people);
    }
    std::sort(gains.begin(), gains.end());
    if (service.whole) {
      double least = 1e300;
      long steps = 0;
      take_whole(gains, 0, value, load, low, high, least, steps);
      if (steps < kMaxSteps) return least;
    }
    return take_parts(gains, 0, value, load, low, high);
  }
  static constexpr long kMaxSteps = 2'000'000;

  /// Areas in order, the last one in part.
  static double take_parts(const Gains& gains, std::size_t first, double value, double load, double low,
                           double high) {
    for (std::size_t at = first; at < gains.size(); ++at) {
      const auto& [each, gain, people] = gains[at];
      const double room = (each < 0 ? high : low) - load;
      if (room <= 0) break;
      value += gain * std::min(1.0, room / people);
      load += std::min(people, room);
    }
    return load < low - 1e-6 || load > high + 1e-6 ? 1e300 : value;
  }
  /// Every choice of whole areas that could do better than the best so far.
  static void take_whole(const Gains& gains, std::size_t at, double value, double load, double low,
                         double high, double& least, long& steps) {
    if (++steps >= kMaxSteps || load > high + 1e-6 ||
        take_parts(gains, at, value, load, low, high) >= least - 1e-6)
      return;
    if (load >= low - 1e-6) least = std::min(least, value);
    if (at == gains.size()) return;
    const auto& [each, gain, people] = gains[at];
    take_whole(gains, at + 1, value + gain, load + people, low, high, least, steps);
    take_whole(gains, at + 1, value, load, low, high, least, steps);
  }

  const nlohmann::json& text_;
  std::vector<double> people_, residents_, minutes_, root_price_;
  std::vector<int> site_area_, territory_of_;
  std::vector<std::vector<int>> territories_;
  std::vector<std::set<int>> touching_;
  std::vector<Service> services_;
  std::set<std::size_t> left_out_;
  mutable std::map<std::pair<int, std::set<int>>, std::vector<char>> reach_;
  double min_ = 0, max_ = 0, locked_cost_ = 0;
  int least_ = 0, most_ = 0;
  AccessVerdict verdict_;
};

inline AccessVerdict check_access(const std::string& text) {
  const auto parsed = nlohmann::json::parse(text);
  return AccessChecker(parsed).check();
}

}  // namespace placewright::certificate
