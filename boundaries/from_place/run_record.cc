#include "boundaries/from_place/run_record.h"

#include <nlohmann/json.hpp>

#include "boundaries/engine/settings_text.h"

namespace placewright::boundaries::output {

const char* build_commit() { return PLACEWRIGHT_COMMIT; }

const char* effort_name(Effort effort) {
  switch (effort) {
    case Effort::quick:
      return "quick";
    case Effort::normal:
      return "normal";
    case Effort::thorough:
      return "thorough";
  }
  return "normal";
}

std::string run_record(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
                       const SearchResult& found) {
  nlohmann::ordered_json out;
  out["program"] = std::string("placewright ") + PLACEWRIGHT_VERSION;
  out["build"] = "C++ compiler " __VERSION__;
  out["commit"] = build_commit();
  out["when"] = options.now;
  out["place"] = place.name;
  out["inputs"] = nlohmann::ordered_json::array();
  for (const auto& source : place.sources)
    out["inputs"].push_back({{"file", source.file},
                             {"taken_for", source.taken_for},
                             {"sha256", source.checksum},
                             {"vintage", source.vintage},
                             {"imported", source.imported}});
  out["brief"] = write_brief(brief);
  out["seed"] = options.search.seed;
  out["effort"] = effort_name(options.search.effort);
  if (options.search.cpu_seconds) out["cpu_seconds_a_thread"] = *options.search.cpu_seconds;
  out["threads"] = options.search.threads;
  out["settings"] = nlohmann::ordered_json::parse(write_settings(options.search.settings));
  out["best_effort"] = options.search.best_effort;
  out["start"] = options.start_plan;
  out["ended"] = found.status == Status::found     ? "done"
                 : found.status == Status::stopped ? "stopped"
                                                   : "no legal plan";
  if (found.most_count > 0) {
    out["counts"] = {
        {"least", found.least_count}, {"most", found.most_count}, {"tried", nlohmann::ordered_json::array()}};
    for (const auto& row : found.counts) out["counts"]["tried"].push_back(row.count);
    if (const auto said = tried_counts_text(found); !said.empty()) out["counts"]["said"] = said;
  }
  if (!found.trace.best.empty()) {
    out["steps"] = found.trace.best.back().steps;
    out["best_found_at_cpu_seconds"] = found.trace.best.back().cpu_seconds;
  }
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace placewright::boundaries::output
