#include "boundaries/output/building_tables.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/from_place/findings_json.h"
#include "boundaries/output/json_text.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;
using workforce::BuildingAnswer;
using workforce::Journeys;
using workforce::PlaceBuildings;

Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// "S03 62 %, S07 38 %": where the people of today go, when it is not where they went.
std::string destinations(const PlaceBuildings& buildings, std::size_t row) {
  constexpr std::size_t kMost = 3;
  const auto& from = buildings.rows[row];
  std::string text;
  std::size_t told = 0;
  for (const auto& [to, people] : from.to) {
    if (to == row || !(from.people_today > 0)) continue;
    if (told++ == kMost) return text + ", others";
    text += fmt::format("{}{} {} %", text.empty() ? "" : ", ", buildings.rows[to].candidate.id,
                        number_text(100 * people / from.people_today, 0));
  }
  return text;
}

std::vector<Cell> journey_row(std::string who, const Journeys& journeys) {
  return {std::move(who),   journeys.people,       journeys.minutes_before, journeys.minutes_after,
          journeys.farther, journeys.farther_mean, journeys.farther_most,   journeys.nearer};
}

Json journeys_json(const Journeys& journeys) {
  return {{"people", journeys.people},
          {"minutes_before", finite(journeys.minutes_before)},
          {"minutes_after", finite(journeys.minutes_after)},
          {"farther", journeys.farther},
          {"farther_mean", journeys.farther_mean},
          {"farther_most", journeys.farther_most},
          {"nearer", journeys.nearer}};
}

std::string fifth_name(std::size_t q) {
  return fmt::format("fifth {}{}", q + 1, q == 0 ? " (most deprived)" : q == 4 ? " (least)" : "");
}

std::string_view status_word(BuildingAnswer::Status status) {
  constexpr std::string_view kWords[] = {"proved", "stopped", "impossible"};
  return kWords[static_cast<std::size_t>(status)];
}

Json row_json(const PlaceBuildings& buildings, std::size_t j) {
  const auto& row = buildings.rows[j];
  Json to = Json::object();
  for (const auto& [building, people] : row.to) to[buildings.rows[building].candidate.id] = people;
  return {{"id", row.candidate.id},
          {"name", row.candidate.name},
          {"status", workforce::standing_name(row.candidate.standing)},
          {"neighbourhood", row.neighbourhood},
          {"change", row.change},
          {"open", row.is_open},
          {"capacity", finite(row.capacity)},
          {"people_today", row.people_today},
          {"people_after", row.people_after},
          {"mean_minutes", finite(row.mean_minutes)},
          {"of_today", journeys_json(row.of_today)},
          {"to", to}};
}

}  // namespace

Table building_table(const PlaceBuildings& buildings) {
  Table table{"buildings",
              "Candidates, what changes, whom they serve, and for whom it is farther",
              {{"site", 0, "id of the candidate"},
               {"name", 0, ""},
               {"is", 0, "existing, upgrade, could close, new"},
               {"change", 0, "what the choice does with it"},
               {"capacity", 0, "people it is enough for, after; missing: no limit known"},
               {"people_today", 0, "for whom it is the nearest open today"},
               {"people_after", 0, "whom it serves after"},
               {"used_%", 1, "of its capacity, after"},
               {"minutes", 1, "mean of those whom it serves after"},
               {"farther", 0, "people of today who travel longer after"},
               {"by_mean", 1, "minutes more, mean of those"},
               {"by_most", 1, "minutes more, the longest"},
               {"they_go_to", 0, "share of the people of today"}},
              {}};
  for (std::size_t j = 0; j < buildings.rows.size(); ++j) {
    const auto& row = buildings.rows[j];
    table.rows.push_back({row.candidate.id, row.candidate.name,
                          std::string(workforce::standing_name(row.candidate.standing)), row.change,
                          row.is_open ? row.capacity : datasets::kMissing, row.people_today, row.people_after,
                          row.is_open && std::isfinite(row.capacity) ? 100 * row.people_after / row.capacity
                                                                     : datasets::kMissing,
                          row.mean_minutes, row.of_today.farther, row.of_today.farther_mean,
                          row.of_today.farther_most, destinations(buildings, j)});
  }
  return table;
}

Table building_journey_table(const PlaceBuildings& buildings) {
  Table table{"building_journeys",
              "For whom it is farther, and by how much",
              {{"who", 0, "a neighbourhood, or a fifth of people by deprivation"},
               {"people", 0, ""},
               {"minutes_today", 1, "mean to the nearest open today"},
               {"minutes_after", 1, "mean"},
               {"farther", 0, "people who travel longer"},
               {"by_mean", 1, "minutes more, mean of those"},
               {"by_most", 1, "minutes more, the longest"},
               {"nearer", 0, "people who travel less"}},
              {}};
  for (const auto& [id, journeys] : buildings.by_neighbourhood)
    table.rows.push_back(journey_row(id, journeys));
  for (std::size_t q = 0; q < buildings.by_fifth.size(); ++q)
    if (buildings.by_fifth[q].people > 0)
      table.rows.push_back(journey_row(fifth_name(q), buildings.by_fifth[q]));
  table.rows.push_back(journey_row("all", buildings.all));
  return table;
}

std::string building_proof_text(const PlaceBuildings& buildings) {
  const auto& answer = buildings.answer;
  switch (answer.status) {
    case BuildingAnswer::Status::proved:
      return fmt::format("proved best of all choices ({} nodes)", answer.nodes);
    case BuildingAnswer::Status::impossible:
      return "no choice keeps the rules";
    case BuildingAnswer::Status::stopped:
      break;
  }
  if (!answer.found) return fmt::format("stopped after {} nodes, before a choice was found", answer.nodes);
  return std::isfinite(answer.gap()) ? fmt::format("within {} % of the bound after {} nodes",
                                                   number_text(100 * answer.gap(), 2), answer.nodes)
                                     : fmt::format("stopped after {} nodes, without a bound", answer.nodes);
}

std::string buildings_json(const PlaceBuildings& buildings) {
  const auto& [question, answer] = std::tie(buildings.question, buildings.answer);
  const auto& rules = question.rules;
  Json out{{"aim", workforce::building_aim_name(rules.aim)},
           {"mode", question.mode},
           {"serves", question.serves},
           {"most_open", rules.most_open},
           {"closures", rules.closures < 0 ? Json(nullptr) : Json(rules.closures)},
           {"one_hub", rules.one_hub},
           {"budget", finite(rules.budget)},
           {"threshold", rules.threshold},
           {"harm", finite(rules.harm)},
           {"fifth_limit", finite(rules.fifth_limit)},
           {"people_per_room", finite(question.people_per_room)},
           {"people_per_wte", finite(question.people_per_wte)},
           {"status", status_word(answer.status)},
           {"found", answer.found},
           {"value", answer.found ? finite(answer.use.value) : Json(nullptr)},
           {"bound", finite(answer.bound)},
           {"gap", answer.found ? finite(answer.gap()) : Json(nullptr)},
           {"nodes", answer.nodes},
           {"reasons", answer.reasons},
           {"straight_line", buildings.straight_line},
           {"cost_before", buildings.cost_before},
           {"cost_after", answer.found ? Json(buildings.cost_after) : Json(nullptr)},
           {"within_before", buildings.within_before},
           {"within_after", buildings.within_after},
           {"unreached", buildings.unreached}};
  out["sites"] = Json::array();
  for (std::size_t j = 0; j < buildings.rows.size(); ++j) out["sites"].push_back(row_json(buildings, j));
  out["left_out"] = Json::array();
  for (const auto& [candidate, why] : buildings.left_out)
    out["left_out"].push_back({{"where", candidate.where}, {"id", candidate.id}, {"why", why}});
  out["all"] = journeys_json(buildings.all);
  out["neighbourhoods"] = Json::object();
  for (const auto& [id, journeys] : buildings.by_neighbourhood)
    out["neighbourhoods"][id] = journeys_json(journeys);
  out["fifths"] = Json::array();
  for (const auto& journeys : buildings.by_fifth) out["fifths"].push_back(journeys_json(journeys));
  out["findings"] = findings_json<Json>(buildings.findings);
  return json_text(out);
}

}  // namespace placewright::boundaries::output
