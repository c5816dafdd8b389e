#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/import/read_matrix.h"
#include "datasets/place/place_words.h"

/// Tables that speak of areas and sites by any of their codes: they are read when the place is joined.
namespace placewright::datasets {
namespace {

/// Pairs of the file take the place of the same pairs; a matrix may come in parts.
void put_minutes(std::vector<TravelRow>& travel, std::vector<TravelRow> read) {
  const auto less = [](const TravelRow& a, const TravelRow& b) {
    return std::tie(a.mode, a.area, a.site) < std::tie(b.mode, b.area, b.site);
  };
  std::stable_sort(read.begin(), read.end(), less);
  std::erase_if(
      travel, [&](const TravelRow& row) { return std::binary_search(read.begin(), read.end(), row, less); });
  std::move(read.begin(), read.end(), std::back_inserter(travel));
  std::stable_sort(travel.begin(), travel.end(), less);
}

void account_for(const MatrixReceipt& receipt, Source& source) {
  const auto rows = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  source.rows_matched += rows(receipt.stored + receipt.doubled + receipt.unreached + receipt.sentinel);
  leave_out(source, rows(receipt.unknown_area + receipt.unknown_site),
            "whose area or site is not in the place");
  leave_out(source, rows(receipt.reversed), "from sites to areas");
  leave_out(source, rows(receipt.not_a_number), "whose time is no number");
  leave_out(source, rows(receipt.negative), "whose time is negative");
}

/// "lookups.zip!a.csv" is the table a.csv of a file that holds several.
std::string layer_of(const TakenTable& taken) {
  if (!taken.table.layer.empty()) return taken.table.layer;
  const auto bang = taken.table.file.rfind('!');
  return bang == std::string::npos ? std::string() : taken.table.file.substr(bang + 1);
}

/// The file's name without folders and ending.
std::string name_of_plan(const TakenTable& taken) {
  const auto& file = taken.table.file;
  return std::filesystem::path(file.substr(file.rfind('!') + 1)).stem().string();
}

/// A plan that was drawn or edited here is never overwritten by a file that happens to bear its name.
void name_plan(const std::string& name, const Place& place, PlanRecord& plan,
               std::vector<geo::Finding>& findings) {
  plan.name = name;
  const auto is_own = [&](const PlanRecord& other) {
    return other.name == plan.name && other.origin != "import";
  };
  for (int number = 2; std::any_of(place.plans.begin(), place.plans.end(), is_own); ++number)
    plan.name = fmt::format("{} {}", name, number);
  if (plan.name != name)
    findings.push_back(
        {"PLAN_NAME_TAKEN", geo::Severity::note, "plan " + plan.name,
         fmt::format("the place has a plan '{}' that was made here: the one of the file is kept as '{}'",
                     name, plan.name),
         "nothing, or rename one of them with plans --rename"});
}

}  // namespace

void join_matrices(Place& place, Collected& collected) {
  for (const auto index : collected.matrices) {
    auto& taken = collected.taken[index];
    for (auto& matrix : read_matrices(taken.table, taken.opened, place)) {
      const auto& receipt = matrix.receipt;
      taken.source.rows_read = static_cast<std::int64_t>(receipt.rows);
      account_for(receipt, taken.source);
      std::move(matrix.findings.begin(), matrix.findings.end(), std::back_inserter(collected.findings));
      if (matrix.rows.empty()) continue;
      std::string how = "imported from " + taken.source.file;
      for (const auto& more : {receipt.percentile, receipt.period})
        if (!more.empty()) how += ", " + more;
      place.settings[std::string(kTravelSource) + matrix.rows.front().mode] = how;
      put_minutes(place.travel, std::move(matrix.rows));
    }
  }
}

void join_plans(Place& place, Collected& collected, const ImportOptions& options) {
  for (const auto index : collected.definitions) {
    auto& taken = collected.taken[index];
    if (!options.read_plan) {
      collected.findings.push_back({"PLAN_NOT_READ", geo::Severity::warning, taken.source.file,
                                    "defines neighbourhoods, and nobody here reads them",
                                    "bring it in as a plan by itself"});
      continue;
    }
    auto defined = options.read_plan(taken.opened, layer_of(taken), place);
    taken.source.rows_read = defined.rows;
    taken.source.rows_matched += defined.matched;
    leave_out(taken.source, defined.unknown, "areas or units that are not in the place");
    leave_out(taken.source, defined.without, "in no neighbourhood");
    std::move(defined.findings.begin(), defined.findings.end(), std::back_inserter(collected.findings));
    if (defined.matched == 0) continue;
    auto& plan = defined.plan;
    name_plan(name_of_plan(taken), place, plan, collected.findings);
    plan.created = options.imported_at;
    std::erase_if(place.plans, [&](const PlanRecord& other) { return other.name == plan.name; });
    place.plans.push_back(plan);
    collected.plans.push_back(std::move(plan));
  }
}

}  // namespace placewright::datasets
