#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/from_place/findings_json.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/registers.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/plan/place_projection.h"
#include "datasets/place/file.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Words {
  std::string place, plan, rate = "own", housing;
  workforce::ProjectionQuestion question;
  int from = 0;
  std::optional<double> range;  ///< %
  double target = 0;
  std::vector<std::string> napc, vary;
};

Json unit_json(const workforce::UnitProjection& unit) {
  if (unit.missing) return {{"id", unit.id}, {"name", unit.name}, {"missing", true}};
  const auto& need = unit.central;
  Json bridge = Json::array();
  for (const auto& step : need.bridge)
    bridge.push_back({{"what", step.what}, {"change", step.change}, {"running", step.running}});
  return {{"id", unit.id},
          {"name", unit.name},
          {"missing", false},
          {"wte", unit.wte},
          {"people_now", need.people_now},
          {"people_then", need.people_then},
          {"weighted_now", need.weighted_now},
          {"weighted_then", need.weighted_then},
          {"rate_now", need.rate_now},
          {"required", need.required},
          {"required_crude", need.required_crude},
          {"with_productivity", need.with_productivity},
          {"with_vacancy", need.with_vacancy},
          {"with_diversion", need.with_diversion},
          {"adjusted", need.adjusted},
          {"low", std::isnan(unit.range.low) ? Json(nullptr) : Json(unit.range.low)},
          {"central", unit.range.central},
          {"high", std::isnan(unit.range.high) ? Json(nullptr) : Json(unit.range.high)},
          {"bridge", bridge}};
}

/// A stated input of which only the ends are known.
struct Varied {
  std::string key;
  double low = 0, high = 0;
};

double& input_of(workforce::ProjectionRule& rule, const std::string& key) {
  if (key == "productivity") return rule.productivity;
  if (key == "diversion") return rule.diversion;
  if (key == "vacancy") return rule.vacancy;
  throw geo::InputError{
      {"--vary", fmt::format("there is no input '{}'", key), "productivity, diversion or vacancy"}};
}

Varied read_varied(const std::string& word) {
  const auto equals = word.find('='), colon = word.find(':');
  Varied varied{word.substr(0, equals), std::nan(""), std::nan("")};
  if (equals != word.npos && colon != word.npos && colon > equals) {
    varied.low = datasets::parse_number(word.substr(equals + 1, colon - equals - 1)).value_or(std::nan(""));
    varied.high = datasets::parse_number(word.substr(colon + 1)).value_or(std::nan(""));
  }
  if (!(varied.low <= varied.high))
    throw geo::InputError{
        {"--vary", fmt::format("'{}' states no range", word), "write for example vacancy=0.05:0.1"}};
  return varied;
}

/// Low and high of every unit over all ends of the varied inputs together.
void widen_range(const datasets::Place& place, const datasets::PlanRecord& plan,
                 const workforce::ProjectionQuestion& question, const std::vector<std::string>& words,
                 workforce::PlaceProjection& projection) {
  std::vector<Varied> varied;
  std::vector<std::string> told;
  for (const auto& word : words) {
    varied.push_back(read_varied(word));
    told.push_back(fmt::format("{} {:g} to {:g}", varied.back().key, varied.back().low, varied.back().high));
  }
  if (varied.empty()) return;
  const auto widen = [](workforce::UnitProjection& unit, const workforce::UnitProjection& other) {
    if (unit.missing || other.missing) return;
    const double low = std::min(other.central.adjusted,
                                std::isnan(other.range.low) ? INFINITY : other.range.low),
                 high = std::max(other.central.adjusted,
                                 std::isnan(other.range.high) ? -INFINITY : other.range.high);
    unit.range.low = std::isnan(unit.range.low) ? low : std::min(unit.range.low, low);
    unit.range.high = std::isnan(unit.range.high) ? high : std::max(unit.range.high, high);
  };
  for (std::size_t ends = 0; ends < (std::size_t{1} << varied.size()); ++ends) {
    auto corner = question;
    for (std::size_t k = 0; k < varied.size(); ++k)
      input_of(corner.rule, varied[k].key) = (ends >> k & 1U) != 0 ? varied[k].high : varied[k].low;
    const auto other = workforce::project_place(place, plan, corner);
    for (std::size_t k = 0; k < projection.units.size(); ++k) widen(projection.units[k], other.units[k]);
    widen(projection.whole, other.whole);
  }
  std::erase_if(projection.findings, [](const auto& finding) { return finding.code == "ONE_EDITION"; });
  projection.findings.push_back({"RANGE_STATED", geo::Severity::note, "projection",
                                 fmt::format("low and high are over {}", fmt::join(told, ", ")),
                                 "they are your assumptions: keep them beside the figures"});
}

int run_project(const Context& context, Words words) {
  using datasets::Tables;
  const auto place = read_tables(context, words.place,
                                 Tables::everything - Tables::geometry - Tables::adjacency - Tables::road -
                                     Tables::barrier - Tables::postcode);
  const auto plan = find_plan(place, words.plan);
  auto& question = words.question;
  if (words.from != 0) question.from = words.from;
  question.rule.range = words.range ? *words.range / 100 : std::nan("");
  if (words.rate == "place") question.rate = workforce::ProjectionQuestion::Rate::place;
  if (words.target > 0) {
    question.rate = workforce::ProjectionQuestion::Rate::target;
    question.target = words.target;
  }
  if (!words.housing.empty()) question.housing = workforce::read_housing(words.housing);
  for (const auto& name : words.napc) {
    bool known = false;
    std::vector<std::string> names;
    for (const auto& effect : workforce::napc_effects()) {
      names.emplace_back(effect.name);
      if (name != effect.name) continue;
      known = true;
      // Growing productivity needs fewer staff; every other effect is less work.
      const double change = name == "productivity" ? 1 / (1 + effect.change) - 1 : effect.change;
      question.rule.effects.emplace_back(
          fmt::format("NAPC estimate: {} {:+.0f} %", effect.what, 100 * effect.change), change);
    }
    if (!known)
      throw geo::InputError{{"--napc", fmt::format("there is no effect '{}'", name),
                             fmt::format("any of {}", fmt::join(names, ", "))}};
  }
  context.say(
      fmt::format("staff needed in {} for {} by plan '{}'", question.to, place_text(place), plan.name));
  auto projection = workforce::project_place(place, plan, question);
  widen_range(place, plan, question, words.vary, projection);
  if (context.json) {
    Json out{{"from", projection.from},
             {"to", projection.to},
             {"scheme", projection.scheme},
             {"editions", projection.editions},
             {"bands", projection.bands},
             {"weights", projection.weight},
             {"units", Json::array()},
             {"place", unit_json(projection.whole)},
             {"confidence", std::string(1, projection.rating.confidence)},
             {"flags", projection.rating.flags},
             {"findings", output::findings_json<Json>(projection.findings)}};
    for (const auto& unit : projection.units) out["units"].push_back(unit_json(unit));
    fmt::print("{}\n", output::json_text(out));
    return kDone;
  }
  fmt::print("From {} to {}, editions: {}; need by age: scheme {}, weights {:.2f}\n", projection.from,
             projection.to, fmt::join(projection.editions, ", "), projection.scheme,
             fmt::join(projection.weight, " "));
  output::Table table{"projection",
                      "",
                      {{"neighbourhood", 0, ""},
                       {"people", 0, ""},
                       {"people_then", 0, ""},
                       {"need_then/now", 4, ""},
                       {"WTE_now", 2, ""},
                       {"crude", 2, ""},
                       {"required", 2, ""},
                       {"low", 2, ""},
                       {"central", 2, ""},
                       {"high", 2, ""}},
                      {}};
  const auto add = [&](const workforce::UnitProjection& unit) {
    const auto& need = unit.central;
    if (unit.missing)
      table.rows.push_back({unit.id, NAN, NAN, NAN, unit.wte, NAN, NAN, NAN, NAN, NAN});
    else
      table.rows.push_back({unit.id, need.people_now, need.people_then,
                            need.weighted_then / need.weighted_now, unit.wte, need.required_crude,
                            need.required, unit.range.low, unit.range.central, unit.range.high});
  };
  for (const auto& unit : projection.units) add(unit);
  add(projection.whole);
  fmt::print("{}  {}\n\n", text_table(table, *context.word), output::rating_text(projection.rating));
  if (!projection.whole.missing) {
    fmt::print("The bridge for the whole place\n");
    for (const auto& step : projection.whole.central.bridge)
      fmt::print("  {:44} {:>10} {:>12}\n", step.what, output::figure_text(step.change, 4, true),
                 output::figure_text(step.running, 4));
  }
  fmt::print("\nfindings\n{}", findings_text(projection.findings, geo::Severity::note));
  context.print("\n" + output::confidence_words(output::rate_projections(place)) + "\n");
  return kDone;
}

}  // namespace

Run add_project(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  auto& question = words->question;
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "a plan of the place")->required();
  parser.add_option("--to", question.to, "the horizon year")->required();
  parser.add_option("--from", words->from, "the base year (default: the first year of the projection)");
  parser.add_option("--measure", question.measure,
                    "a measure of the projection table instead of population (POPPI, PANSI)");
  parser.add_option("--scheme", question.scheme,
                    "need weights by age: a scheme of the weight table, none, example");
  parser.add_option("--groups", question.groups, "only these role groups")->delimiter(',');
  parser
      .add_option("--rate", words->rate,
                  "own: each neighbourhood keeps its rate; place: all get the place's rate")
      ->check(CLI::IsMember({"own", "place"}));
  parser.add_option("--target", words->target, "a rate to reach, WTE per 10,000 weighted people");
  parser.add_option("--productivity", question.rule.productivity, "growth a year, such as 0.01");
  parser.add_option("--diversion", question.rule.diversion, "share of need met elsewhere, 0 to 1");
  parser.add_option("--vacancy", question.rule.vacancy, "share of posts vacant, 0 to below 1");
  parser.add_option("--housing", words->housing, "CSV area_code,people: who will live in new homes");
  parser
      .add_option("--range", words->range,
                  "where there is one edition: low and high are so many % below and above; unstated they are "
                  "not told")
      ->check(CLI::Range(0.0, 100.0));
  parser
      .add_option(
          "--vary", words->vary,
          "low and high from stated ends of inputs, such as productivity=0:0.02,vacancy=0.05:0.1 (also "
          "diversion): the least and the most over all of them together")
      ->delimiter(',');
  parser
      .add_option("--napc", words->napc,
                  "try effects that the NAPC reports, such as gp_demand,bed_days; estimates, off by default")
      ->delimiter(',');
  return [words](const Context& context) { return run_project(context, *words); };
}

}  // namespace placewright::boundaries::cli
