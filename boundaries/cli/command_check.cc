#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/from_place/findings_json.h"
#include "datasets/check/check.h"

namespace placewright::boundaries::cli {
namespace {

using nlohmann::ordered_json;

struct Words {
  std::string place;
  bool strict = false;
};

std::size_t count(const std::vector<geo::Finding>& findings, geo::Severity severity) {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [&](const auto& finding) { return finding.severity == severity; }));
}

std::string count_text(std::size_t number, const char* what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string check_json(const datasets::Place& place, const std::vector<datasets::TableState>& tables,
                       const std::vector<geo::Finding>& findings) {
  ordered_json out;
  out["place"] = place.name;
  out["invented"] = place.invented;
  out["areas"] = place.areas.size();
  out["adjacent_pairs"] = place.adjacency.size();
  out["errors"] = count(findings, geo::Severity::error);
  out["warnings"] = count(findings, geo::Severity::warning);
  out["notes"] = count(findings, geo::Severity::note);
  out["tables"] = ordered_json::array();
  for (const auto& table : tables)
    out["tables"].push_back({{"table", table.table},
                             {"use", table.use},
                             {"coverage", datasets::coverage_name(table.coverage)},
                             {"rows", table.rows},
                             {"covered", table.covered},
                             {"get", table.get}});
  out["findings"] = output::findings_json<ordered_json>(findings);
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

int run_check(const Context& context, const Words& words) {
  const auto file = datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::read);
  const auto place = file.read();
  context.say(fmt::format("checking {}", place_text(place)));
  auto findings = datasets::check_place(place);
  const auto doubts = file.doubts();
  findings.insert(findings.begin(), doubts.begin(), doubts.end());
  const auto tables = datasets::list_tables(place);
  if (context.json) {
    fmt::print("{}\n", check_json(place, tables, findings));
  } else {
    output::Table list;
    list.columns = {{"table", 0, ""},  {"state", 0, ""},  {"rows", 0, ""},
                    {"covers", 0, ""}, {"serves", 0, ""}, {"where to get it", 0, ""}};
    for (const auto& table : tables)
      list.rows.push_back({table.table, datasets::coverage_name(table.coverage),
                           static_cast<double>(table.rows), table.covered, table.use,
                           table.coverage == datasets::Coverage::loaded ? "" : table.get});
    fmt::print("{} adjacent pairs\n\n{}\n", place.adjacency.size(), text_table(list));
    fmt::print("{}{}, {}, {}\n", findings_text(findings, geo::Severity::note),
               count_text(count(findings, geo::Severity::error), "error"),
               count_text(count(findings, geo::Severity::warning), "warning"),
               count_text(count(findings, geo::Severity::note), "note"));
  }
  return words.strict && count(findings, geo::Severity::error) > 0 ? kFailed : kDone;
}

}  // namespace

Run add_check(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_flag("--strict", words->strict, "exit 1 when there is an error-level finding");
  return [words](const Context& context) { return run_check(context, *words); };
}

}  // namespace placewright::boundaries::cli
