#include "boundaries/cli/print_definition.h"

#include <fmt/format.h>

#include "boundaries/cli/print_table.h"
#include "boundaries/from_place/findings_json.h"
#include "boundaries/output/table.h"
#include "datasets/place/names.h"
#include "datasets/place/place.h"

namespace placewright::boundaries::cli {
namespace {

using definition::Defined;
using nlohmann::ordered_json;
using output::number_text;

ordered_json number(double value) {
  return datasets::is_missing(value) ? ordered_json(nullptr) : ordered_json(value);
}

std::string claims_text(const definition::Ambiguous& one) {
  std::string text;
  for (const auto& claim : one.claims)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", claim.neighbourhood,
                        datasets::is_missing(claim.people) ? "-" : number_text(claim.people, 0));
  return text;
}

std::string drawn_text(const Defined& defined) {
  output::Table table;
  table.columns = {
      {"polygon", 0, ""}, {"areas", 0, ""}, {"people by point", 0, ""}, {"people by ground", 0, ""}};
  for (const auto& drawn : defined.drawn)
    table.rows.push_back({datasets::full_name(drawn.id, drawn.name), static_cast<double>(drawn.areas),
                          drawn.people_by_point, drawn.people_by_share});
  return text_table(table);
}

}  // namespace

std::string definition_text(const Defined& defined) {
  std::string text =
      fmt::format("{} rows by {}: {} matched, {} unknown, {} without a neighbourhood\n", defined.rows,
                  defined.unit, defined.matched, defined.unknown, defined.without);
  if (!defined.drawn.empty()) text += drawn_text(defined);
  if (defined.settled_by_hand > 0) text += fmt::format("{} areas settled by hand\n", defined.settled_by_hand);
  if (defined.ambiguous.empty()) return text;
  output::Table table;
  table.columns = {{"ambiguous area", 0, ""},
                   {"people", 0, ""},
                   {"claims, people", 0, ""},
                   {"taken", 0, ""},
                   {"by", 0, ""}};
  for (const auto& one : defined.ambiguous)
    table.rows.push_back({datasets::full_name(one.area, one.name), one.people, claims_text(one),
                          one.taken.empty() ? "none" : one.taken, one.rule});
  return text + text_table(table);
}

ordered_json definition_json(const Defined& defined) {
  ordered_json out{{"unit", defined.unit},       {"rows", defined.rows},
                   {"matched", defined.matched}, {"unknown", defined.unknown},
                   {"without", defined.without}, {"settled_by_hand", defined.settled_by_hand}};
  out["ambiguous"] = ordered_json::array();
  for (const auto& one : defined.ambiguous) {
    ordered_json claims = ordered_json::array();
    for (const auto& claim : one.claims)
      claims.push_back({{"neighbourhood", claim.neighbourhood}, {"people", number(claim.people)}});
    out["ambiguous"].push_back({{"area", one.area},
                                {"name", one.name},
                                {"people", number(one.people)},
                                {"claims", std::move(claims)},
                                {"neighbourhood", one.taken},
                                {"rule", one.rule}});
  }
  out["polygons"] = ordered_json::array();
  for (const auto& drawn : defined.drawn)
    out["polygons"].push_back({{"id", drawn.id},
                               {"name", drawn.name},
                               {"areas", drawn.areas},
                               {"people_by_point", drawn.people_by_point},
                               {"people_by_share", drawn.people_by_share}});
  out["overlaps"] = ordered_json::array();
  for (const auto& overlap : defined.overlaps)
    out["overlaps"].push_back({{"a", overlap.a},
                               {"b", overlap.b},
                               {"hectares", overlap.hectares},
                               {"people", overlap.people},
                               {"areas", overlap.areas}});
  out["findings"] = output::findings_json<ordered_json>(defined.findings);
  return out;
}

}  // namespace placewright::boundaries::cli
