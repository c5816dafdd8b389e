#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_definition.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/definition/definition.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/score_json.h"
#include "boundaries/output/lookup.h"
#include "boundaries/output/table.h"
#include "datasets/place/file.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using datasets::PlaceFile;
using nlohmann::ordered_json;

struct Words {
  std::string place, lookup, basis, remove, import_file, as, ambiguous;
  definition::Options definition;
  std::vector<std::string> copy, rename;
  bool replace = false;
};

/// The total of a stored score; NaN where there is none.
double total_of(const std::string& score_json) {
  const auto score = nlohmann::json::parse(score_json, nullptr, false);
  if (!score.is_object() || !score.contains("total") || !score["total"].is_number())
    return datasets::kMissing;
  return score["total"].get<double>();
}

int list_plans(const Context& context, const PlaceFile& file) {
  const auto plans = file.list_plans();
  if (context.json) {
    ordered_json out = ordered_json::array();
    for (const auto& plan : plans) {
      const double total = total_of(plan.score_json);
      out.push_back({{"name", plan.name},
                     {"origin", plan.origin},
                     {"parent", plan.parent},
                     {"created", plan.created},
                     {"seed", plan.seed},
                     {"neighbourhoods", plan.neighbourhoods},
                     {"areas", plan.areas},
                     {"unassigned", plan.unassigned},
                     {"total", total == total ? ordered_json(total) : ordered_json(nullptr)}});
    }
    fmt::print("{}\n", ordered_json{{"place", file.meta().name}, {"plans", out}}.dump(
                           2, ' ', false, ordered_json::error_handler_t::replace));
    return kDone;
  }
  if (plans.empty()) {
    context.say(fmt::format("{} holds no plans yet\n  try: placewright draw {} --plan A", file.path(),
                            shell_word(file.path())));
    return kDone;
  }
  output::Table list;
  list.columns = {{"name", 0, ""},       {"origin", 0, ""}, {"neighbourhoods", 0, ""}, {"areas", 0, ""},
                  {"unassigned", 0, ""}, {"total", 4, ""},  {"created", 0, ""},        {"from", 0, ""}};
  for (const auto& plan : plans)
    list.rows.push_back({plan.name, plan.origin, static_cast<double>(plan.neighbourhoods),
                         static_cast<double>(plan.areas), static_cast<double>(plan.unassigned),
                         total_of(plan.score_json), plan.created, plan.parent});
  fmt::print("{}", text_table(list));
  return kDone;
}

/// One change of the plans with its line in the log, as one transaction.
void change_plans(const std::string& path, const datasets::LogRow& log,
                  const std::function<void(PlaceFile&)>& change) {
  auto file = PlaceFile::open(path, PlaceFile::Mode::change);
  file.together([&] {
    change(file);
    file.append_log(std::span(&log, 1));
  });
}

datasets::LogRow log_row(std::string what, std::string before, std::string after, std::string plan) {
  datasets::LogRow row;
  row.when = clock_text();
  row.who = "plans";
  row.what = std::move(what);
  row.before = std::move(before);
  row.after = std::move(after);
  row.plan = std::move(plan);
  return row;
}

int import_plan(const Context& context, const Words& words) {
  const auto place = read_place_and_codes(context, words.place);
  auto defined = definition::read_definition(words.import_file, place, words.definition);
  auto& plan = defined.plan;
  plan.name = words.as;
  plan.created = clock_text();
  const auto judged = judge_plan(place, plan, brief_of(plan), {false, 1});
  plan.score_json = output::score_json(judged.question, judged.judgement);
  change_plans(words.place, log_row("plan imported", "", words.import_file, plan.name),
               [&](PlaceFile& file) { file.save_plan(plan, words.replace); });
  if (!words.ambiguous.empty()) output::write_text(words.ambiguous, definition::ambiguous_csv(defined));
  if (context.json) {
    auto out = ordered_json::parse(plan.score_json);
    out["import"] = definition_json(defined);
    fmt::print("{}\n", out.dump(2, ' ', false, ordered_json::error_handler_t::replace));
    return kDone;
  }
  fmt::print("{}{} neighbourhoods, judged by the default brief\n{}\n", definition_text(defined),
             judged.judgement.score.neighbourhoods, legality_text(judged.question, judged.judgement));
  for (auto& finding : judged.judgement.findings)
    if (finding.code != "UNASSIGNED") defined.findings.push_back(finding);
  for (const auto& finding : defined.findings)
    if (context.verbose || finding.severity != geo::Severity::note) context.tell(finding);
  if (!words.ambiguous.empty())
    context.warn(fmt::format("{} ambiguous areas: {}", defined.ambiguous.size(), words.ambiguous));
  context.say(fmt::format("stored as plan '{}' of {}\nnext: placewright score {} --plan {}", plan.name,
                          words.place, shell_word(words.place), shell_word(plan.name)));
  return kDone;
}

/// By what each area of a plan came to its neighbourhood.
std::string basis_csv(const datasets::PlanRecord& plan) {
  std::string csv = output::csv_line({"area_code", "neighbourhood", "basis"});
  for (const auto& row : plan.assignments) csv += output::csv_line({row.area, row.neighbourhood, row.basis});
  return csv;
}

int run_plans(const Context& context, const Words& words) {
  if (!words.lookup.empty()) {
    fmt::print("{}", output::lookup_csv(
                         PlaceFile::open(words.place, PlaceFile::Mode::read).read_plan(words.lookup)));
    return kDone;
  }
  if (!words.basis.empty()) {
    fmt::print("{}", basis_csv(PlaceFile::open(words.place, PlaceFile::Mode::read).read_plan(words.basis)));
    return kDone;
  }
  if (!words.import_file.empty()) return import_plan(context, words);
  if (!words.copy.empty()) {
    const auto& from = words.copy[0];
    const auto& to = words.copy[1];
    const auto log = log_row("plan copied", from, to, to);
    change_plans(words.place, log, [&](PlaceFile& file) { file.copy_plan(from, to, log.when); });
  }
  if (!words.rename.empty()) {
    const auto& from = words.rename[0];
    const auto& to = words.rename[1];
    change_plans(words.place, log_row("plan renamed", from, to, to),
                 [&](PlaceFile& file) { file.rename_plan(from, to); });
  }
  if (!words.remove.empty())
    change_plans(words.place, log_row("plan deleted", words.remove, "", words.remove),
                 [&](PlaceFile& file) { file.delete_plan(words.remove); });
  return list_plans(context, PlaceFile::open(words.place, PlaceFile::Mode::read));
}

}  // namespace

Run add_plans(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  auto* what = parser.add_option_group("what is done", "nothing of these: the plans are listed");
  what->add_option("--lookup", words->lookup, "print this plan as area_code,neighbourhood,name");
  what->add_option("--copy", words->copy, "copy plan A as B")->expected(2)->type_name("A B");
  what->add_option("--rename", words->rename, "rename plan A to B")->expected(2)->type_name("A B");
  what->add_option("--delete", words->remove, "delete a plan");
  what->add_option("--basis", words->basis, "print by what each area of this plan came to its neighbourhood");
  auto* file =
      what->add_option("--import", words->import_file,
                       "a plan from a table that names areas, older or finer codes, wards or other units, "
                       "postcodes or practices beside neighbourhoods, or from a layer of polygons");
  what->require_option(0, 1);
  auto* name = parser.add_option("--as", words->as, "the name of the imported plan")->needs(file);
  file->needs(name);
  parser.add_flag("--replace", words->replace, "an imported plan may take the place of one of that name")
      ->needs(file);
  auto& definition = words->definition;
  parser.add_option("--layer", definition.layer, "with --import: the sheet or layer")->needs(file);
  parser.add_option("--key", definition.key, "with --import: the column of codes or names of the units")
      ->needs(file);
  parser
      .add_option("--by", definition.by,
                  "with --import: the column of the neighbourhoods; polygons of one value are one")
      ->needs(file);
  parser
      .add_option("--with", definition.lookups,
                  "with --import: a lookup that tells which areas the units are made of; may be given again")
      ->needs(file);
  parser
      .add_option("--ambiguous", words->ambiguous,
                  "with --import: write the areas that a rule had to settle to this CSV")
      ->needs(file);
  parser
      .add_option("--settled", definition.settled,
                  "with --import: that CSV with the column neighbourhood as you want it")
      ->needs(file);
  return [words](const Context& context) { return run_plans(context, *words); };
}

}  // namespace placewright::boundaries::cli
