#pragma once

#include <coin/Clp_C_Interface.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/output/profile.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/publication.h"
#include "geo/random.h"
#include "tests/workforce/toy_staff.h"

/// Random places with staff, and an attacker who knows which posts there are and where, and not how many
/// persons hold them: each shown number is an equation over the posts. Nothing of the audit is used here.
namespace placewright::boundaries::output {

using nlohmann::json;
using workforce::Coverage;

inline constexpr double kThreshold = 2;
inline constexpr double kLoose = 1e-5;                                  // WTE
inline constexpr double kNoLimit = std::numeric_limits<double>::max();  // as CLP says it

struct Post {
  std::size_t area;
  std::string group, sector, employer;
  double wte, heads;
};

struct Town {
  datasets::Place place;
  std::vector<Post> posts;
  std::vector<std::string> unit_of_area;

  [[nodiscard]] datasets::PlanRecord plan(const std::string& name) const {
    std::vector<std::pair<std::string, std::string>> assignment;
    for (std::size_t i = 0; i < unit_of_area.size(); ++i)
      assignment.emplace_back(place.areas.code[i], unit_of_area[i]);
    return toy::plan_of(assignment, name);
  }
};

inline Town random_town(std::uint64_t seed, std::size_t most_units, std::size_t most_groups) {
  geo::Random random(seed);
  const auto below = [&](std::size_t most) { return random.below(static_cast<std::uint32_t>(most)); };
  static const std::vector<std::string> groups{"GP", "CN", "MH", "VCSE", "ASC", "AHP"};
  static const std::vector<std::pair<std::string, std::string>> employers{
      {"Trust", "NHS"}, {"Council", "LA"}, {"Mind", "VCSE"}, {"Age UK", "VCSE"}};
  const std::size_t units = 2 + below(most_units - 1), areas = units + 1 + below(units + 1),
                    kinds = 2 + below(most_groups - 1);
  Town town;
  std::vector<toy::AreaLine> lines;
  for (std::size_t i = 0; i < areas; ++i) {
    lines.push_back({"A" + std::to_string(10 + i), 4000 + 100.0 * below(60), 5 + 50 * random.unit(), 5,
                     1000.0 * static_cast<double>(i), 0});
    town.unit_of_area.push_back("N" + std::to_string(1 + (i < units ? i : below(units))));
  }
  town.place = toy::place_of(lines);
  for (std::size_t i = 0; i < areas; ++i)
    for (std::size_t g = 0; g < kinds; ++g)
      for (std::size_t again = 0; again < 2; ++again) {
        if (random.unit() > (again == 0 ? 0.7 : 0.2)) continue;
        const auto& [employer, sector] = employers[below(employers.size())];
        const double wte = random.unit() < 0.25 ? 0.2 + 1.7 * random.unit() : 2 + 12 * random.unit();
        town.posts.push_back(
            {i, groups[g], sector, employer, wte,
             random.unit() < 0.3 ? std::ceil(wte * (1 + random.unit())) : datasets::kMissing});
      }
  for (std::size_t p = 0; p < town.posts.size(); ++p) {
    const auto& post = town.posts[p];
    auto row = toy::staff("r" + std::to_string(p), "somebody", post.wte);
    row.role_group = post.group;
    row.sector = post.sector;
    row.employer = post.employer;
    row.registered = "Y";
    row.headcount = post.heads;
    row.area_id = town.place.areas.code[post.area];
    town.place.workforce.push_back(row);
  }
  town.place.plans = {town.plan("A")};
  town.place.settings["need"] = "none";
  return town;
}

inline workforce::CoverageRequest question_of_towns() {
  workforce::CoverageRequest question;
  question.scheme = "none";
  question.draws = 1000;
  return question;
}

/// The smallest decimals (at most 4) that a number is shown with; nothing for one with more.
inline double half_of_last_digit(double value) {
  for (int digits = 0; digits <= 4; ++digits)
    if (const double unit = std::pow(10, digits); std::abs(value * unit - std::round(value * unit)) < 1e-9)
      return 0.5 / unit;
  return 1e-7;
}

class Attack {
 public:
  using Holds = std::function<bool(const Post&)>;
  explicit Attack(const Town& town) : town_(town) {}

  void learn(double shown, const Holds& holds, double error = 1e-7) {
    if (std::isnan(shown)) return;
    double true_sum = 0;
    for (const auto& post : town_.posts) true_sum += holds(post) ? post.wte : 0;
    EXPECT_NEAR(shown, true_sum, error + 1e-9) << "what is shown is true, and read rightly here";
    rows_.push_back({posts_of(holds), shown - error, shown + error});
  }
  void learn(const json& shown, const Holds& holds) {
    if (shown.is_number()) learn(shown.get<double>(), holds);
  }
  void learn(const Cell& cell, const Holds& holds) {
    if (const auto* number = std::get_if<double>(&cell)) learn(*number, holds);
  }
  [[nodiscard]] std::pair<double, double> range(const Holds& holds) const {
    return {solve(posts_of(holds), 1), -solve(posts_of(holds), -1)};
  }
  void learn_all(const Town& town, const datasets::PlanRecord& plan, const Coverage& coverage);

  struct Row {
    std::vector<double> posts;
    double low, high;
  };
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] std::vector<double> posts_of(const Holds& holds) const {
    std::vector<double> row;
    for (const auto& post : town_.posts) row.push_back(holds(post) ? 1 : 0);
    return row;
  }

 private:
  [[nodiscard]] double solve(std::vector<double> aim, double sign) const {
    const std::unique_ptr<Clp_Simplex, void (*)(Clp_Simplex*)> model(Clp_newModel(), Clp_deleteModel);
    Clp_setLogLevel(model.get(), 0);
    std::vector<int> start{0}, row;
    std::vector<double> value, low, high;
    for (std::size_t p = 0; p < aim.size(); ++p) {
      for (std::size_t r = 0; r < rows_.size(); ++r)
        if (rows_[r].posts[p] != 0) {
          row.push_back(static_cast<int>(r));
          value.push_back(1);
        }
      start.push_back(static_cast<int>(row.size()));
      aim[p] *= sign;
    }
    for (const auto& known : rows_) {
      low.push_back(known.low);
      high.push_back(known.high);
    }
    const std::vector<double> least(aim.size(), 0), most(aim.size(), 1e6);
    Clp_loadProblem(model.get(), static_cast<int>(aim.size()), static_cast<int>(rows_.size()), start.data(),
                    row.data(), value.data(), least.data(), most.data(), aim.data(), low.data(), high.data());
    Clp_primal(model.get(), 0);
    EXPECT_EQ(Clp_status(model.get()), 0);
    return Clp_objectiveValue(model.get());
  }

  const Town& town_;
  std::vector<Row> rows_;
};

/// Everything that JSON, tables, profile and report show.
inline void Attack::learn_all(const Town& town, const datasets::PlanRecord& plan, const Coverage& coverage) {
  std::map<std::string, std::string> unit_of;
  for (const auto& row : plan.assignments) unit_of[row.area] = row.neighbourhood;
  const auto unit = [unit_of, &town](const Post& post) {
    return unit_of.at(town.place.areas.code[post.area]);
  };
  const Holds everybody = [](const Post&) { return true; };
  const auto shown = json::parse(coverage_json(coverage));
  double need = 0;
  for (const auto& row : shown["units"]) need += row["need"].get<double>();
  for (const auto& row : shown["units"]) {
    const Holds in = [&](const Post& post) { return unit(post) == row["id"]; };
    learn(row["wte"], in);
    learn(row["judged_wte"], in);
    for (const auto& [rate, people] : {std::pair("per_10k_residents", "residents"), {"per_10k_need", "need"}})
      if (row[rate].is_number()) learn(row[rate].get<double>() * row[people].get<double>() / 1e4, in);
    if (row["fair"].is_number()) {
      const double fair = row["fair"].get<double>();
      learn(fair * need / row["need"].get<double>(), everybody);
      if (row["gap"].is_number()) learn(row["gap"].get<double>() + fair, in);
      if (row["misalignment"].is_number()) learn((row["misalignment"].get<double>() + 1) * fair, in);
    }
  }
  for (const auto& cell : shown["cells"])
    learn(cell["wte"], [&](const Post& post) {
      return unit(post) == cell["unit"] && post.group == cell["role_group"] && post.sector == cell["sector"];
    });
  const auto learn_totals = [&](const char* table, const std::function<std::string(const Post&)>& name) {
    for (const auto& [key, total] : shown[table].items())
      for (const auto* column : {"input", "allocated"})
        learn(total[column], [&, key = key](const Post& post) { return name(post) == key; });
  };
  learn_totals("by_role_group", [](const Post& post) { return post.group; });
  learn_totals("by_sector", [](const Post& post) { return post.sector; });
  learn_totals("by_employer", [](const Post& post) { return post.employer; });
  for (const auto& family : shown["families"])
    learn(family["wte"], [&](const Post& post) {
      return std::any_of(family["role_groups"].begin(), family["role_groups"].end(),
                         [&](const auto& group) { return group == post.group; });
    });
  for (const auto* column : {"input", "allocated"}) learn(shown["conservation"][column], everybody);
  double people = 0;
  for (const double living : town.place.areas.population) people += living;
  for (const auto* equity : {"equity", "equity_within_place"})
    if (shown[equity]["mean"].is_number()) {
      const double mean = shown[equity]["mean"].get<double>();
      learn(mean * people / 1e4, everybody, half_of_last_digit(mean) * people / 1e4 + 1e-7);
    }
  for (const auto& row : role_table(coverage).rows)
    for (std::size_t c = 1; c < row.size(); ++c)
      learn(row[c], [&](const Post& post) {
        return unit(post) == std::get<std::string>(row[0]) &&
               post.group == role_table(coverage).columns[c].name;
      });
  const auto profile = measure_profile(town.place, plan, &coverage).table;
  for (std::size_t k = 0; k + 1 < profile.rows.size(); ++k)
    for (std::size_t c = 2; c < profile.columns.size(); ++c) {
      const auto& name = profile.columns[c].name;
      constexpr std::string_view kRate = "_per_10k_need";
      if (!name.ends_with(kRate)) continue;  // limits of a rate are made of it
      const auto end = name.size() - kRate.size();
      const auto* rate = std::get_if<double>(&profile.rows[k][c]);
      if (rate == nullptr) continue;
      const double here = shown["units"][k]["need"].get<double>();
      learn(*rate * here / 1e4, [&](const Post& post) {
        return unit(post) == shown["units"][k]["id"] &&
               (name.starts_with("wte_") || post.group == name.substr(0, end));
      });
    }
}

/// Who stands in the cells of the role table, and whether they are hidden.
struct RoleCell {
  std::string unit, group;
  bool hidden;
  Attack::Holds holds;
};

inline std::vector<RoleCell> role_cells(const Town& town, const datasets::PlanRecord& plan,
                                        const Coverage& coverage) {
  std::map<std::string, std::string> unit_of;
  for (const auto& row : plan.assignments) unit_of[row.area] = row.neighbourhood;
  std::vector<RoleCell> cells;
  const auto table = role_table(coverage);
  for (const auto& row : table.rows)
    for (std::size_t c = 1; c < row.size(); ++c) {
      const auto& unit = std::get<std::string>(row[0]);
      const auto& group = table.columns[c].name;
      if (group == "flag") continue;
      cells.push_back({unit, group, std::holds_alternative<std::string>(row[c]),
                       [unit_of, unit, group, &areas = town.place.areas](const Post& post) {
                         return unit_of.at(areas.code[post.area]) == unit && post.group == group;
                       }});
    }
  return cells;
}

inline std::pair<double, double> staff_of(const Town& town, const Attack::Holds& holds) {
  double wte = 0, heads = 0;
  bool counted = false;
  for (const auto& post : town.posts)
    if (holds(post)) {
      wte += post.wte;
      heads += std::isnan(post.heads) ? post.wte : post.heads;
      counted = counted || !std::isnan(post.heads);
    }
  return {wte, counted ? heads : 1e9};
}

inline bool is_few(const Town& town, const Attack::Holds& holds) {
  const auto [wte, heads] = staff_of(town, holds);
  return wte > 0 && (wte < kThreshold || heads < 5);
}

}  // namespace placewright::boundaries::output
