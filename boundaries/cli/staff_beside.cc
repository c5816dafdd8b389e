#include "boundaries/cli/staff_beside.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/workforce/cover/cells.h"
#include "boundaries/workforce/cover/since.h"
#include "datasets/place/file.h"
#include "datasets/place/staff_text.h"
#include "datasets/read/cells.h"
#include "datasets/read/table.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::ordered_json;
using workforce::Change;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json change_json(const Change& change) {
  return {{"name", change.name},
          {"then", number(change.then)},
          {"now", number(change.now)},
          {"difference", number(change.difference)},
          {"limits", Json::array({number(change.limits.low), number(change.limits.high)})},
          {"differs", change.differs()}};
}

output::Table change_table(const std::string& what, const std::vector<Change>& changes) {
  output::Table table{"since",
                      "",
                      {{what, 0, ""},
                       {"then", 2, ""},
                       {"now", 2, ""},
                       {"change", 2, ""},
                       {"low", 2, ""},
                       {"high", 2, ""},
                       {"more_than_chance", 0, ""}},
                      {}};
  for (const auto& change : changes)
    table.rows.push_back({change.name, change.then, change.now, change.difference, change.limits.low,
                          change.limits.high, std::string(change.differs() ? "yes" : "no")});
  return table;
}

void print_since(const Context& context, const workforce::Since& since, Json& out) {
  if (context.json) {
    const auto list = [](const std::vector<Change>& changes) {
      Json all = Json::array();
      for (const auto& change : changes) all.push_back(change_json(change));
      return all;
    };
    out["since"] = {{"name", since.name},
                    {"then_as_at", since.then_as_at},
                    {"now_as_at", since.now_as_at},
                    {"role_groups", since.groups},
                    {"left_out", since.left_out},
                    {"rates_by_need", list(since.rates)},
                    {"gaps", list(since.gaps)},
                    {"by_role_group", list(since.by_group)},
                    {"sii", change_json(since.sii)},
                    {"log_rii", change_json(since.log_rii)},
                    {"sentences", since.sentences}};
    return;
  }
  fmt::print("\nSince {} ({}), against today ({}); role groups {}; people, need and lists of today in both\n",
             since.name, since.then_as_at.empty() ? "date not given" : since.then_as_at,
             since.now_as_at.empty() ? "date not given" : since.now_as_at, fmt::join(since.groups, ", "));
  for (const auto& sentence : since.sentences) fmt::print("  {}\n", sentence);
  fmt::print(
      "  95 % limits as of different persons: too wide where the same persons stay\n"
      "WTE per 10,000 by need\n{}\nGap, WTE\n{}\nWTE of the place\n{}\nEquity\n{}",
      text_table(change_table(since.now.units.kind, since.rates)),
      text_table(change_table(since.now.units.kind, since.gaps)),
      text_table(change_table("role_group", since.by_group)),
      text_table(change_table("measure", {since.sii, since.log_rii})));
}

struct Benchmark {
  std::string name, group, source;
  double per_10k = 0;
};

std::vector<Benchmark> read_benchmarks(const std::string& path) {
  for (const auto& table : datasets::find_tables(path)) {
    if (table.sample.empty()) continue;
    std::map<std::string, int> column;
    for (std::size_t k = 0; k < table.sample.front().size(); ++k)
      column.emplace(datasets::column_name(table.sample.front()[k]), static_cast<int>(k));
    if (!column.contains("benchmark") || !column.contains("role_group") || !column.contains("per_10k"))
      continue;
    std::vector<Benchmark> all;
    std::vector<geo::Finding> findings;
    datasets::read_rows(
        table, 1, {},
        [&](const datasets::InputRow& row) {
          const auto text = [&](const char* name) {
            return column.contains(name) ? std::string(datasets::trimmed(row.cell(column.at(name))))
                                         : std::string();
          };
          if (text("benchmark").empty() && text("role_group").empty() && text("per_10k").empty()) return;
          const auto where = fmt::format("{}, line {}", table.name(), row.line);
          const auto rate = datasets::parse_number(text("per_10k"));
          if (!rate || !(*rate >= 0))
            throw geo::InputError{{where, fmt::format("'{}' is no rate", text("per_10k")),
                                   "write WTE per 10,000 people, 0 or more"}};
          const auto group = text("role_group");
          if (text("benchmark").empty() ||
              (group != "all" && workforce::group_order(group) == workforce::group_order("no such group")))
            throw geo::InputError{{where,
                                   fmt::format("'{}' of '{}' is no benchmark", group, text("benchmark")),
                                   "name the benchmark, and a role group such as GP, or all"}};
          all.push_back({text("benchmark"), group, text("source"), *rate});
        },
        findings);
    if (!all.empty()) return all;
  }
  throw geo::InputError{
      {path, "no table of benchmarks",
       "write a CSV with the columns benchmark, role_group, per_10k and, if known, source"}};
}

/// WTE of a role group in the units that are known, and the residents they are over.
struct Staffed {
  double wte = 0, people = 0;
};
Staffed staffed_by(const workforce::Coverage& coverage, const std::string& group) {
  Staffed sum;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    double wte = workforce::kNotMeasured;
    if (group == "all") wte = unit.wte;
    for (std::size_t c = 0; c < coverage.by_group.size(); ++c)
      if (coverage.by_group[c].name == group) wte = coverage.role_wte[k * coverage.by_group.size() + c];
    if (unit.partial || std::isnan(wte) || std::isnan(unit.residents)) continue;
    sum.wte += wte;
    sum.people += unit.residents * unit.coverage;
  }
  return sum;
}

void print_benchmarks(const Context& context, const std::vector<Benchmark>& benchmarks,
                      const workforce::Coverage& coverage, Json& out) {
  output::Table table{"benchmarks",
                      "",
                      {{"role_group", 0, ""},
                       {"benchmark", 0, ""},
                       {"per10k", 2, ""},
                       {"place", 2, ""},
                       {"place_low", 2, ""},
                       {"place_high", 2, ""},
                       {"place_%", 0, ""},
                       {"differs", 0, ""},
                       {"source", 0, ""}},
                      {}};
  out["benchmarks"] = Json::array();
  for (const auto& benchmark : benchmarks) {
    const auto here = staffed_by(coverage, benchmark.group);
    const double rate = here.people > 0 ? 1e4 * here.wte / here.people : workforce::kNotMeasured;
    const auto limits = workforce::rate_limits(rate, here.wte, here.people);
    const bool known = !std::isnan(limits.low);
    const bool differs = known && (benchmark.per_10k < limits.low || benchmark.per_10k > limits.high);
    table.rows.push_back({benchmark.group, benchmark.name, benchmark.per_10k, rate, limits.low, limits.high,
                          benchmark.per_10k > 0 ? 100 * rate / benchmark.per_10k : workforce::kNotMeasured,
                          std::string(!known    ? ""
                                      : differs ? "yes"
                                                : "no"),
                          benchmark.source});
    out["benchmarks"].push_back({{"role_group", benchmark.group},
                                 {"benchmark", benchmark.name},
                                 {"per_10k", benchmark.per_10k},
                                 {"place_per_10k", number(rate)},
                                 {"limits", Json::array({number(limits.low), number(limits.high)})},
                                 {"differs", known ? Json(differs) : Json(nullptr)},
                                 {"source", benchmark.source}});
  }
  if (!context.json)
    fmt::print(
        "\nBenchmarks: WTE per 10,000 people, the place beside them; 95 % limits of the place's WTE as a "
        "count\n{}",
        text_table(table));
}

/// Staff in post against establishment, for role groups of which some row says its vacancies.
void print_establishment(const Context& context, const workforce::Allocated& allocated, Json& out) {
  struct Posts {
    double in_post = 0, vacant = 0;
    std::size_t rows = 0, told = 0;
  };
  std::map<std::pair<std::size_t, std::string>, Posts> groups;
  for (const auto& row : allocated.rows) {
    auto& posts = groups[{workforce::group_order(row.group), row.group}];
    ++posts.rows;
    if (std::isnan(row.vacancy)) continue;
    ++posts.told;
    posts.in_post += row.wte;
    posts.vacant += row.vacancy;
  }
  output::Table table{"establishment",
                      "",
                      {{"role_group", 0, ""},
                       {"in_post", 2, ""},
                       {"vacant", 2, ""},
                       {"establishment", 2, ""},
                       {"vacant_%", 1, ""},
                       {"rows_told_%", 0, ""}},
                      {}};
  for (const auto& [key, posts] : groups) {
    if (posts.told == 0) continue;
    const double all = posts.in_post + posts.vacant;
    table.rows.push_back({key.second, posts.in_post, posts.vacant, all,
                          all > 0 ? 100 * posts.vacant / all : workforce::kNotMeasured,
                          100 * static_cast<double>(posts.told) / static_cast<double>(posts.rows)});
    out["establishment"].push_back({{"role_group", key.second},
                                    {"in_post", posts.in_post},
                                    {"vacant", posts.vacant},
                                    {"establishment", all},
                                    {"rows", posts.rows},
                                    {"rows_told", posts.told}});
  }
  if (!table.rows.empty() && !context.json)
    fmt::print("\nIn post against establishment (WTE), of rows that say their vacancies\n{}",
               text_table(table));
}

void keep_staff(const std::string& path, const std::string& name, const datasets::Place& place) {
  auto file = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::change);
  file.together([&] {
    auto settings = file.read(datasets::Tables::setting).settings;
    settings[std::string(datasets::kKeptStaff) + name] = datasets::staff_text(place.workforce);
    file.save_settings(settings);
    datasets::LogRow row;
    row.when = clock_text();
    row.who = "workforce";
    row.what = "staff kept";
    row.after = name;
    file.append_log(std::span(&row, 1));
  });
}

}  // namespace

void add_beside_options(CLI::App& parser, BesideWords& words) {
  parser.add_option("--since", words.since,
                    "compare with kept staff: a name, a source, or a date (the latest kept of that date or "
                    "before); an import of a later edition keeps the earlier one");
  parser.add_option("--keep-as", words.keep_as, "keep the staff of today under a name, for --since");
  parser.add_option(
      "--benchmarks", words.benchmarks,
      "a CSV benchmark,role_group,per_10k[,source]: England, an ICB, similar places; role_group "
      "may be all");
}

void print_beside(const Context& context, const BesideWords& words, const std::string& path,
                  const datasets::Place& place, const datasets::PlanRecord& plan,
                  const workforce::CoverageRequest& question, Json& out) {
  print_establishment(
      context, workforce::allocate_workforce(place, plan, workforce::collect_lists(place), question.allocate),
      out);
  if (!words.since.empty())
    print_since(context,
                workforce::measure_since(place, plan, question, workforce::find_kept(place, words.since)),
                out);
  if (!words.benchmarks.empty()) {
    auto request = question;
    request.compare_plans = false;
    print_benchmarks(context, read_benchmarks(words.benchmarks),
                     workforce::measure_coverage(place, plan, request), out);
  }
  if (words.keep_as.empty()) return;
  keep_staff(path, words.keep_as, place);
  context.say(fmt::format("kept: the staff of today as '{}'", words.keep_as));
}

}  // namespace placewright::boundaries::cli
