#include <coin/Clp_C_Interface.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/workforce/toy_staff.h"

/// Everything that is published of a small place, together, against what it hides: an attacker who knows who
/// works where and for whom, and not how many, writes each shown number as an equation.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

struct Post {
  const char *area, *employer, *sector, *group;
  double wte;
};

struct Town {
  const char* name;
  std::vector<Post> posts;
  std::size_t areas;
};

const Town kTowns[] = {
    {"three neighbourhoods",
     {{"A0", "Trust", "NHS", "GP", 10},
      {"A2", "Trust", "NHS", "GP", 11},
      {"A4", "Trust", "NHS", "GP", 12},
      {"A0", "Trust", "NHS", "CN", 8},
      {"A2", "Trust", "NHS", "CN", 9},
      {"A4", "Trust", "NHS", "CN", 7},
      {"A0", "MH Trust", "NHS", "MH", 1.3},
      {"A2", "MH Trust", "NHS", "MH", 5},
      {"A4", "MH Trust", "NHS", "MH", 6},
      {"A0", "Age UK", "VCSE", "VCSE", 0.7},
      {"A2", "Age UK", "VCSE", "VCSE", 0.5}},
     6},
    {"two sectors in one cell",
     {{"A0", "Trust", "NHS", "CN", 5},
      {"A0", "Council", "LA", "CN", 1.3},
      {"A2", "Trust", "NHS", "CN", 6},
      {"A2", "Mind", "VCSE", "MH", 3}},
     4},
    {"one small team",
     {{"A0", "Trust", "NHS", "CN", 9},
      {"A2", "Trust", "NHS", "CN", 1},
      {"A2", "Council", "LA", "ASC", 7},
      {"A0", "Council", "LA", "ASC", 12}},
     4},
    {"a small neighbourhood",
     {{"A0", "Trust", "NHS", "CN", 9},
      {"A2", "Trust", "NHS", "CN", 1.5},
      {"A4", "Trust", "NHS", "CN", 8},
      {"A4", "Council", "LA", "ASC", 7}},
     6},
};

std::string unit_of(const Post& post) {
  return std::string("N") + std::to_string((post.area[1] - '0') / 2 + 1);
}

class Attack {
 public:
  explicit Attack(const Town& town) : town_(town) {}

  /// A shown number is the sum of the posts that `holds` says.
  template <class Holds>
  void learn(const json& shown, const Holds& holds) {
    if (!shown.is_number()) return;
    rows_.push_back({posts_of(holds), shown.get<double>()});
  }

  template <class Holds>
  [[nodiscard]] std::pair<double, double> range(const Holds& holds) const {
    return {solve(posts_of(holds), 1), -solve(posts_of(holds), -1)};
  }

 private:
  template <class Holds>
  [[nodiscard]] std::vector<double> posts_of(const Holds& holds) const {
    std::vector<double> row;
    for (const auto& post : town_.posts) row.push_back(holds(post) ? 1 : 0);
    return row;
  }

  [[nodiscard]] double solve(std::vector<double> aim, double sign) const {
    const std::unique_ptr<Clp_Simplex, void (*)(Clp_Simplex*)> model(Clp_newModel(), Clp_deleteModel);
    Clp_setLogLevel(model.get(), 0);
    const auto posts = static_cast<int>(town_.posts.size()), rows = static_cast<int>(rows_.size());
    std::vector<int> start{0}, row;
    std::vector<double> value;
    for (int p = 0; p < posts; ++p) {
      for (int r = 0; r < rows; ++r) {
        row.push_back(r);
        value.push_back(rows_[static_cast<std::size_t>(r)].first[static_cast<std::size_t>(p)]);
      }
      start.push_back(static_cast<int>(row.size()));
    }
    for (auto& cost : aim) cost *= sign;
    std::vector<double> low(static_cast<std::size_t>(posts), 0), high(static_cast<std::size_t>(posts), 1e6),
        side, upper;
    for (const auto& known : rows_) {
      side.push_back(known.second - 1e-7);
      upper.push_back(known.second + 1e-7);
    }
    Clp_loadProblem(model.get(), posts, rows, start.data(), row.data(), value.data(), low.data(), high.data(),
                    aim.data(), side.data(), upper.data());
    Clp_primal(model.get(), 0);
    EXPECT_EQ(Clp_status(model.get()), 0);
    return Clp_objectiveValue(model.get());
  }

  const Town& town_;
  std::vector<std::pair<std::vector<double>, double>> rows_;
};

void write_town(const Town& town, const std::string& path) {
  std::vector<toy::AreaLine> lines;
  std::vector<std::pair<std::string, std::string>> assignment;
  for (std::size_t i = 0; i < town.areas; ++i) {
    const auto code = "A" + std::to_string(i);
    lines.push_back({code, 10000, 60 - 8.0 * static_cast<double>(i), static_cast<double>(i + 1),
                     400'500 + 1000.0 * static_cast<double>(i), 300'500});
    assignment.emplace_back(code, "N" + std::to_string(i / 2 + 1));
  }
  auto place = toy::place_of(lines);
  for (std::size_t i = 0; i < town.areas; ++i) {
    const double x = 400'000 + 1000 * static_cast<double>(i), y = 300'000;
    place.areas.shape[i].parts = {{{{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}}, {}}};
    if (i > 0)
      place.adjacency.push_back(
          {static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(i), 1000, "exact"});
  }
  datasets::Site base;
  base.id = "B1";
  base.kind = "base";
  base.x = base.y = 400'500;
  base.desks = 5;
  place.sites = {base};
  for (const auto& post : town.posts) {
    auto row = toy::staff("r" + std::to_string(place.workforce.size()), "somebody", post.wte);
    row.role_group = post.group;
    row.sector = post.sector;
    row.employer = post.employer;
    row.area_id = post.area;
    row.registered = "Y";
    if (place.workforce.size() + 2 == town.posts.size()) {
      row.base_id = "B1";
      row.allocation = "area";
    }
    place.workforce.push_back(row);
  }
  place.plans = {toy::plan_of(assignment)};
  datasets::write_new_place(path, place, "2026-01-01T00:00:00Z");
}

/// Cells of a written table by its first column and the column's name.
std::map<std::pair<std::string, std::string>, std::string> read_table(const std::string& path) {
  std::ifstream in(path);
  std::map<std::pair<std::string, std::string>, std::string> cells;
  std::vector<std::string> header;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields;
    std::istringstream words(line);
    for (std::string field; std::getline(words, field, ',');) fields.push_back(field);
    if (header.empty())
      header = fields;
    else
      for (std::size_t c = 1; c < fields.size() && c < header.size(); ++c)
        cells[{fields[0], header[c]}] = fields[c];
  }
  return cells;
}

json number_of(const std::string& text) {
  try {
    return json(std::stod(text));
  } catch (const std::exception&) {
    return nullptr;
  }
}

/// Each shown total of an object by name, in all its columns that hold staff of areas.
template <class Name>
void learn_totals(Attack& attack, const json& totals, const Name& name) {
  for (const auto& [key, total] : totals.items())
    for (const auto* column : {"input", "allocated"})
      attack.learn(total[column], [&, key = key](const Post& post) { return name(post) == key; });
}

TEST(PublishAttack, NoHiddenCellCanBeBoundedByAllThatIsPublishedTogether) {
  for (const auto& town : kTowns) {
    SCOPED_TRACE(town.name);
    const TemporaryFolder folder;
    const auto path = folder.path("p.gpkg"), scenario = folder.path("move.toml"), out = folder.path("out"),
               page = folder.path("r.html");
    write_town(town, path);
    std::ofstream(scenario)
        << "name = \"probe\"\n[[move]]\nrole_group = \"CN\"\nwte = 0.5\nfrom = \"N1\"\nto = \"N2\"\n";
    const auto run = [&](const std::string& words) { return run_program(folder, words); };
    const auto all = run("workforce '" + path + "' --plan A --scheme none --publish --rebalance --what-if '" +
                         scenario + "' --json --quiet");
    ASSERT_EQ(all.code, 0) << all.err;
    const auto shown = json::parse(all.out);
    EXPECT_TRUE(shown["rebalance"].contains("withheld")) << shown["rebalance"];
    EXPECT_TRUE(shown["what_if"].contains("withheld")) << shown["what_if"];
    const auto text =
        run("workforce '" + path + "' --plan A --scheme none --publish --verbose --rebalance --what-if '" +
            scenario + "'");
    EXPECT_EQ(text.code, 0) << text.err;
    EXPECT_NE(text.out.find("withheld"), std::string::npos);
    EXPECT_EQ(text.out.find("WTE_then"), std::string::npos);
    // A move that cannot be made says what there is, unless it is not to be told.
    std::ofstream(scenario) << "name = \"probe\"\n[[move]]\nwte = 500\nfrom = \"N1\"\nto = \"N2\"\n";
    EXPECT_EQ(run("workforce '" + path + "' --plan A --publish --what-if '" + scenario + "'").code, 0);
    EXPECT_EQ(run("workforce '" + path + "' --plan A --publish --groups CN").code, 1)
        << "one role group alone";
    EXPECT_EQ(run("workforce '" + path + "' --plan A --publish --by area").code, 1)
        << "other units beside neighbourhoods";

    Attack attack(town);
    bool units_hidden = false;
    for (const auto& unit : shown["units"]) {
      const auto in = [&](const Post& post) { return unit_of(post) == unit["id"]; };
      attack.learn(unit["wte"], in);
      attack.learn(unit["judged_wte"], in);
      if (unit["per_10k_residents"].is_number())
        attack.learn(json(unit["per_10k_residents"].get<double>() * unit["residents"].get<double>() / 1e4),
                     in);
      if (unit["gap"].is_number())
        attack.learn(json(unit["gap"].get<double>() + unit["fair"].get<double>()), in);
      EXPECT_TRUE(unit["headcount"].is_null());
      EXPECT_TRUE(unit["estimated_wte"].is_null());
      units_hidden = units_hidden || unit["wte"].is_null();
    }
    // Measures over units are functions of their totals: they tell nothing more where these are shown, and
    // are rounded where they are not (see disclosure_equity_test.cc); the mean is their sum.
    if (units_hidden) {
      EXPECT_TRUE(shown["plans"].empty());
      if (const auto& gini = shown["equity"]["gini"]; gini.is_number()) {
        EXPECT_NEAR(gini.get<double>() * 1e4, std::round(gini.get<double>() * 1e4), 1e-9);
      }
    }
    double people = 0;
    for (const auto& unit : shown["units"]) people += unit["residents"].get<double>();
    if (const auto& mean = shown["equity"]["mean"]; mean.is_number())
      attack.learn(json(mean.get<double>() * people / 1e4), [](const Post&) { return true; });
    for (const auto& cell : shown["cells"])
      attack.learn(cell["wte"], [&](const Post& post) {
        return unit_of(post) == cell["unit"] && post.group == cell["role_group"] &&
               post.sector == cell["sector"];
      });
    learn_totals(attack, shown["by_role_group"], [](const Post& post) { return std::string(post.group); });
    learn_totals(attack, shown["by_sector"], [](const Post& post) { return std::string(post.sector); });
    learn_totals(attack, shown["by_employer"], [](const Post& post) { return std::string(post.employer); });
    for (const auto& family : shown["families"])
      attack.learn(family["wte"], [&](const Post& post) {
        for (const auto& group : family["role_groups"])
          if (group == post.group) return true;
        return false;
      });
    attack.learn(shown["conservation"]["input"], [](const Post&) { return true; });
    attack.learn(shown["conservation"]["allocated"], [](const Post&) { return true; });

    ASSERT_EQ(run("export '" + path + "' --plan A '" + out + "'").code, 0);
    const auto roles = read_table(out + "/coverage_roles.csv"),
               account = read_table(out + "/coverage_account.csv"),
               employers = read_table(out + "/coverage_employers.csv");
    ASSERT_FALSE(roles.empty());
    for (const auto& [at, value] : roles)
      attack.learn(number_of(value), [&, at = at](const Post& post) {
        return unit_of(post) == at.first && post.group == at.second;
      });
    for (const auto& [at, value] : account)
      if (at.second == "input" || at.second == "allocated")
        attack.learn(number_of(value),
                     [&, at = at](const Post& post) { return at.first == "all" || post.group == at.first; });
    for (const auto& [at, value] : employers)
      if (at.second == "input" || at.second == "allocated")
        attack.learn(number_of(value), [&, at = at](const Post& post) {
          return at.first == "all" || post.employer == at.first;
        });
    ASSERT_EQ(run("report '" + path + "' --plan A '" + page + "'").code, 0);
    std::ifstream in(page);
    const std::string html((std::istreambuf_iterator<char>(in)), {});
    EXPECT_NE(html.find("withheld"), std::string::npos);

    constexpr double kThreshold = 2;
    std::set<std::tuple<std::string, std::string, std::string>> cells;
    for (const auto& post : town.posts) {
      const bool role_hidden = roles.at({unit_of(post), post.group}) == "[c]";
      if (role_hidden) cells.insert({unit_of(post), post.group, ""});
      cells.insert({unit_of(post), post.group, post.sector});  // no table may show it where few are in it
    }
    for (const auto& [unit, group, sector] : cells) {
      const auto holds = [&, unit = unit, group = group, sector = sector](const Post& post) {
        return unit_of(post) == unit && post.group == group && (sector.empty() || post.sector == sector);
      };
      double wte = 0;
      for (const auto& post : town.posts) wte += holds(post) ? post.wte : 0;
      const bool hidden = roles.at({unit, group}) == "[c]";
      if (!hidden && wte >= kThreshold) continue;
      const auto [low, high] = attack.range(holds);
      EXPECT_LE(low, 1e-5) << unit << " " << group << " " << sector << " of " << wte;
      EXPECT_GE(high, kThreshold - 1e-5) << unit << " " << group << " " << sector << " of " << wte;
    }
  }
}

TEST(PublishAttack, WhereNobodyIsFewEverythingIsShown) {
  const TemporaryFolder folder;
  const auto path = folder.path("p.gpkg");
  write_town({"many",
              {{"A0", "Trust", "NHS", "CN", 9},
               {"A2", "Trust", "NHS", "CN", 6},
               {"A2", "Council", "LA", "ASC", 7},
               {"A0", "Council", "LA", "ASC", 12}},
              4},
             path);
  const auto ran =
      run_program(folder, "workforce '" + path +
                              "' --plan A --scheme none --publish --rebalance --by area --json --quiet");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto shown = json::parse(ran.out);
  EXPECT_FALSE(shown.contains("withheld"));
  EXPECT_TRUE(shown["rebalance"].is_array());
  for (const auto& cell : shown["cells"]) EXPECT_FALSE(cell.contains("hidden"));
}

}  // namespace
}  // namespace placewright::boundaries::cli
