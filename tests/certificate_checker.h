#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

/// Verifies a certificate of `draw --prove` without the program: reads the arrays, lists the legal
/// neighbourhoods by its own breadth-first growth, checks every price, and tries by plain recursion to put
/// the cheap ones together better.
namespace placewright::certificate {

struct Verdict {
  bool valid = false;
  std::string why;
  std::size_t neighbourhoods = 0, candidates = 0;
  std::uint64_t steps = 0;
};

class Checker {
 public:
  explicit Checker(const nlohmann::json& text) : text_(text) {
    people_ = text["people"].get<std::vector<double>>();
    residents_ = text["residents"].get<std::vector<double>>();
    min_ = text["min"].get<double>();
    max_ = text["max"].is_null() ? 1e300 : text["max"].get<double>();
    units_ = text["units"].get<std::vector<std::vector<int>>>();
    touching_.resize(people_.size());
    for (const auto& edge : text["usable_edges"]) {
      touching_[edge[0].get<std::size_t>()].insert(edge[1].get<int>());
      touching_[edge[1].get<std::size_t>()].insert(edge[0].get<int>());
    }
    unit_of_.assign(people_.size(), -1);
    for (std::size_t unit = 0; unit < units_.size(); ++unit)
      for (const int area : units_[unit]) unit_of_[static_cast<std::size_t>(area)] = static_cast<int>(unit);
    price_ = text["prices"]["unit"].get<std::vector<double>>();
    count_price_ = text["prices"]["count"].get<double>();
  }

  Verdict check() {
    std::set<int> seen;
    const auto once = [&](const std::vector<int>& areas) {
      for (const int area : areas)
        if (!seen.insert(area).second) return false;
      return true;
    };
    for (const auto& unit : units_)
      if (!once(unit)) return fail("an area is in two units");
    for (const auto& lock : text_["locked"]) {
      const auto areas = lock.get<std::vector<int>>();
      if (!once(areas)) return fail("a locked area is not free");
      if (!in_bounds(areas) || !in_one_piece({areas.begin(), areas.end()}))
        return fail("a locked neighbourhood is not legal");
    }
    if (seen.size() != people_.size()) return fail("an area is in no unit");
    if (!check_answer() || !list_neighbourhoods()) return verdict_;
    if (price_.size() != units_.size()) return fail("not a price for every unit");
    for (const auto& cut : text_["prices"]["cuts"])
      if (cut[3].get<double>() > 0) return fail("a cut has a price above 0");
    double bound = text_["claim"]["base"].get<double>();
    for (const double price : price_) bound += price;
    for (const auto& cut : text_["prices"]["cuts"]) bound += cut[3].get<double>();
    const double most =
        text_["count"].is_null() ? static_cast<double>(units_.size()) : text_["count"].get<double>();
    if (!text_["count"].is_null()) bound += count_price_ * most;
    double least = 0;
    for (const auto& each : legal_) least = std::min(least, each.reduced);
    slack_ = text_["claim"]["cost"].get<double>() - (bound + most * least);
    tolerance_ = 1e-7 * (1 + std::abs(text_["claim"]["cost"].get<double>()));
    if (slack_ < -tolerance_) return fail("the prices prove more than the answer costs");
    for (auto& each : legal_)  // as the bound was lowered by the most negative, all are above it
      each.reduced -= least;
    return try_to_do_better();
  }

 private:
  struct Neighbourhood {
    std::vector<int> units;
    double cost = 0, reduced = 0;
  };
  Verdict& fail(std::string why) {
    verdict_.why = std::move(why);
    return verdict_;
  }
  [[nodiscard]] bool in_bounds(const std::vector<int>& areas) const {
    double people = 0;
    for (const int area : areas) people += people_[static_cast<std::size_t>(area)];
    return people >= min_ && people <= max_;
  }
  [[nodiscard]] bool in_one_piece(const std::set<int>& areas) const {
    std::set<int> reached{*areas.begin()};
    std::vector<int> waiting{*areas.begin()};
    while (!waiting.empty()) {
      const int area = waiting.back();
      waiting.pop_back();
      for (const int other : touching_[static_cast<std::size_t>(area)])
        if (areas.count(other) && reached.insert(other).second) waiting.push_back(other);
    }
    return reached.size() == areas.size();
  }
  [[nodiscard]] bool keeps_apart(const std::set<int>& areas) const {
    for (const auto& rule : text_["apart"]) {
      int inside = 0;
      for (const auto& area : rule) inside += static_cast<int>(areas.count(area.get<int>()));
      if (inside > 1) return false;
    }
    return true;
  }
  [[nodiscard]] std::vector<int> areas_of(const std::vector<int>& units) const {
    std::vector<int> areas;
    for (const int unit : units)
      areas.insert(areas.end(), units_[static_cast<std::size_t>(unit)].begin(),
                   units_[static_cast<std::size_t>(unit)].end());
    return areas;
  }

  [[nodiscard]] double cost_of(const std::vector<int>& list) const {
    const std::set<int> areas(list.begin(), list.end());
    double cost = 0;
    const auto& terms = text_["cost"];
    if (terms.contains("deprivation")) {
      const auto& values = terms["deprivation"]["value"];
      double weight = 0, sum = 0, squares = 0;
      for (const int area : areas) {
        const auto at = static_cast<std::size_t>(area);
        if (values[at].is_null()) continue;
        const double w = terms["deprivation"]["weight"][at].get<double>(), d = values[at].get<double>();
        weight += w;
        sum += w * d;
        squares += w * d * d;
      }
      if (weight > 0) cost += terms["deprivation"]["per_ssw"].get<double>() * (squares - sum * sum / weight);
    }
    if (terms.contains("border"))
      for (const int area : areas)
        for (const auto& [other, metres, crosses] : borders_[static_cast<std::size_t>(area)]) {
          if (!areas.count(other))
            cost += terms["border"]["per_metre"].get<double>() * metres;
          else if (crosses)
            cost += terms["border"]["per_crossing_metre"].get<double>() * metres / 2;
        }
    if (terms.contains("access"))
      for (const auto& kind : terms["access"]) {
        const auto sites = kind["site_area"].size();
        double best = 1e300;
        for (std::size_t site = 0; site < sites; ++site) {
          double minutes = 0;
          for (const int area : areas)
            minutes += residents_[static_cast<std::size_t>(area)] *
                       kind["minutes"][static_cast<std::size_t>(area) * sites + site].get<double>();
          best = std::min(best, areas.count(kind["site_area"][site].get<int>()) ? minutes : 1.5 * minutes);
        }
        cost += kind["per_person_minute"].get<double>() * best;
      }
    return cost;
  }

  bool check_answer() {
    if (text_["cost"].contains("border")) {
      borders_.resize(people_.size());
      for (const auto& edge : text_["cost"]["border"]["edges"]) {
        borders_[edge[0].get<std::size_t>()].push_back(
            {edge[1].get<int>(), edge[2].get<double>(), edge[3].get<int>() != 0});
        borders_[edge[1].get<std::size_t>()].push_back(
            {edge[0].get<int>(), edge[2].get<double>(), edge[3].get<int>() != 0});
      }
    }
    std::set<int> covered;
    double cost = text_["claim"]["base"].get<double>();
    for (const auto& part : text_["answer"]) {
      const auto areas = part.get<std::vector<int>>();
      const std::set<int> set(areas.begin(), areas.end());
      if (!in_bounds(areas) || !in_one_piece(set) || !keeps_apart(set))
        return fail("the answer holds an illegal neighbourhood"), false;
      for (const int area : areas) {
        const int unit = unit_of_[static_cast<std::size_t>(area)];
        if (unit < 0 || !covered.insert(area).second)
          return fail("the answer uses an area twice, or a locked one"), false;
        for (const int other : units_[static_cast<std::size_t>(unit)])
          if (!set.count(other)) return fail("the answer splits a unit"), false;
      }
      cost += cost_of(areas);
    }
    std::size_t free = 0;
    for (const auto& unit : units_) free += unit.size();
    if (covered.size() != free) return fail("the answer leaves areas out"), false;
    if (!text_["count"].is_null() && text_["answer"].size() != text_["count"].get<std::size_t>())
      return fail("the answer has another count"), false;
    if (std::abs(cost - text_["claim"]["cost"].get<double>()) > 1e-7 * (1 + std::abs(cost)))
      return fail("the answer does not cost what is claimed"), false;
    return true;
  }

  /// Whether what remains outside can be divided, piece by piece, as far as sums say.
  [[nodiscard]] bool leaves_dividable_rest(const std::set<int>& areas) const {
    std::set<int> left;
    for (const auto& unit : units_)
      for (const int area : unit)
        if (!areas.count(area)) left.insert(area);
    while (!left.empty()) {
      double people = 0;
      std::vector<int> waiting{*left.begin()};
      left.erase(left.begin());
      while (!waiting.empty()) {
        const int area = waiting.back();
        waiting.pop_back();
        people += people_[static_cast<std::size_t>(area)];
        std::set<int> next(touching_[static_cast<std::size_t>(area)]);
        for (const int other : units_[static_cast<std::size_t>(unit_of_[static_cast<std::size_t>(area)])])
          next.insert(other);
        for (const int other : next)
          if (left.erase(other)) waiting.push_back(other);
      }
      bool some = false;
      for (double count = std::max(1.0, std::floor(people / max_)); !some && count * min_ <= people; ++count)
        some = count * max_ >= people;
      if (!some) return false;
    }
    return true;
  }

  bool list_neighbourhoods() {
    std::set<std::vector<int>> level;
    for (std::size_t unit = 0; unit < units_.size(); ++unit) level.insert({static_cast<int>(unit)});
    while (!level.empty()) {
      std::set<std::vector<int>> larger;
      for (const auto& units : level) {
        const auto list = areas_of(units);
        double people = 0;
        for (const int area : list) people += people_[static_cast<std::size_t>(area)];
        if (people > max_) continue;
        const std::set<int> areas(list.begin(), list.end());
        if (people >= min_ && keeps_apart(areas) && in_one_piece(areas)) keep(units, list, areas);
        for (const int area : areas)
          for (const int other : touching_[static_cast<std::size_t>(area)]) {
            const int unit = unit_of_[static_cast<std::size_t>(other)];
            if (unit < 0 || std::binary_search(units.begin(), units.end(), unit)) continue;
            auto more = units;
            more.insert(std::upper_bound(more.begin(), more.end(), unit), unit);
            larger.insert(std::move(more));
          }
      }
      level = std::move(larger);
    }
    verdict_.neighbourhoods = legal_.size();
    return true;
  }

  void keep(const std::vector<int>& units, const std::vector<int>& list, const std::set<int>& areas) {
    if (!leaves_dividable_rest(areas)) return;
    Neighbourhood each{units, cost_of(list), 0};
    each.reduced = each.cost - count_price_;
    for (const int unit : units) each.reduced -= price_.at(static_cast<std::size_t>(unit));
    for (const auto& cut : text_["prices"]["cuts"]) {
      int hits = 0;
      for (int row = 0; row < 3; ++row)
        hits += std::binary_search(units.begin(), units.end(), cut[static_cast<std::size_t>(row)].get<int>());
      if (hits > 1) each.reduced -= cut[3].get<double>();
    }
    legal_.push_back(std::move(each));
  }

  /// An answer that is cheaper by more than rounding would consist of neighbourhoods whose reduced costs add
  /// up to less than the slack.
  Verdict try_to_do_better() {
    std::vector<std::vector<const Neighbourhood*>> of_unit(units_.size());
    for (const auto& each : legal_)
      if (each.reduced <= slack_ - tolerance_) {
        ++verdict_.candidates;
        for (const int unit : each.units) of_unit[static_cast<std::size_t>(unit)].push_back(&each);
      }
    for (auto& list : of_unit)
      std::stable_sort(list.begin(), list.end(), [](auto* a, auto* b) { return a->reduced < b->reduced; });
    std::vector<char> covered(units_.size(), 0);
    const bool better = search(of_unit, covered, 0, 0, text_["claim"]["base"].get<double>(), 0);
    if (verdict_.steps >= kMaxSteps) return fail("too many ways to try");
    if (better) return fail("a cheaper plan exists");
    verdict_.valid = true;
    verdict_.why = "no legal plan costs less";
    return verdict_;
  }

  bool search(const std::vector<std::vector<const Neighbourhood*>>& of_unit, std::vector<char>& covered,
              std::size_t done, double reduced, double cost, std::size_t parts) {
    if (done == units_.size())
      return (text_["count"].is_null() || parts == text_["count"].get<std::size_t>()) &&
             cost < text_["claim"]["cost"].get<double>() - tolerance_;
    if (++verdict_.steps >= kMaxSteps) return false;
    // The unit that fewest neighbourhoods still fit; every open unit costs nothing less than 0 more.
    std::vector<const Neighbourhood*> fewest;
    bool first = true;
    for (std::size_t unit = 0; unit < covered.size(); ++unit) {
      if (covered[unit]) continue;
      std::vector<const Neighbourhood*> fits;
      for (const auto* each : of_unit[unit]) {
        if (reduced + each->reduced > slack_ - tolerance_ || (!first && fits.size() >= fewest.size())) break;
        if (std::none_of(each->units.begin(), each->units.end(),
                         [&](int other) { return covered[static_cast<std::size_t>(other)]; }))
          fits.push_back(each);
      }
      if (first || fits.size() < fewest.size()) fewest = std::move(fits), first = false;
      if (fewest.empty()) return false;
    }
    for (const auto* each : fewest) {
      for (const int unit : each->units) covered[static_cast<std::size_t>(unit)] = 1;
      const bool better = search(of_unit, covered, done + each->units.size(), reduced + each->reduced,
                                 cost + each->cost, parts + 1);
      for (const int unit : each->units) covered[static_cast<std::size_t>(unit)] = 0;
      if (better) return true;
    }
    return false;
  }

  struct Border {
    int other;
    double metres;
    bool crosses;
  };
  static constexpr std::uint64_t kMaxSteps = 20'000'000;
  const nlohmann::json& text_;
  std::vector<double> people_, residents_, price_;
  double min_ = 0, max_ = 0, count_price_ = 0, slack_ = 0, tolerance_ = 0;
  std::vector<std::vector<int>> units_;
  std::vector<int> unit_of_;
  std::vector<std::set<int>> touching_;
  std::vector<std::vector<Border>> borders_;
  std::vector<Neighbourhood> legal_;
  Verdict verdict_;
};

inline Verdict check(const std::string& text) {
  const auto parsed = nlohmann::json::parse(text);
  return Checker(parsed).check();
}

}  // namespace placewright::certificate
