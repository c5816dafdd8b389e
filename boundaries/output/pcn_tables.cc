#include "boundaries/output/pcn_tables.h"

#include <fmt/format.h>

#include <algorithm>

namespace placewright::boundaries::output {
namespace {

/// Column with most patients of a row, but for one; -1 where nobody is left.
std::int32_t find_most(const workforce::Overlap& overlap, std::size_t row, std::int32_t but) {
  std::int32_t best = -1;
  double most = 0;
  for (std::size_t k = 0; k < overlap.neighbourhoods; ++k)
    if (static_cast<std::int32_t>(k) != but && overlap.at(row, k) > most) {
      most = overlap.at(row, k);
      best = static_cast<std::int32_t>(k);
    }
  return best;
}

}  // namespace

Table pcn_matrix_table(const workforce::OrganisationReport& report) {
  Table table{"pcn_matrix",
              "Registered patients by PCN and neighbourhood",
              {{"PCN", 0, "code"}, {"name", 0, ""}, {"all", 0, "patients living in the plan"}},
              {}};
  for (const auto& id : report.neighbourhood) table.columns.push_back({id, 0, "patients living there"});
  for (std::size_t q = 0; q < report.pcns.size(); ++q) {
    std::vector<Cell> cells{report.pcns[q].id, report.pcns[q].name, report.pcns[q].patients};
    for (std::size_t k = 0; k < report.neighbourhood.size(); ++k) cells.emplace_back(report.overlap.at(q, k));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table pcn_pair_table(const workforce::OrganisationReport& report) {
  Table table{"pcn_by_neighbourhood",
              "Registered patients by PCN and neighbourhood",
              {{"pcn_code", 0, "Code of the PCN"},
               {"pcn", 0, "Its name, where a table of PCNs gives it"},
               {"neighbourhood", 0, "Identifier within the plan"},
               {"patients", 0, "Registered patients of the PCN who live there"},
               {"share_of_pcn", 4, "Share of the PCN's patients living in the plan"},
               {"share_of_neighbourhood", 4, "Share of the patients living there who are with any PCN"}},
              {}};
  for (std::size_t q = 0; q < report.pcns.size(); ++q)
    for (std::size_t k = 0; k < report.neighbourhood.size(); ++k) {
      const double patients = report.overlap.at(q, k);
      if (!(patients > 0)) continue;
      double all = 0;
      for (std::size_t other = 0; other < report.pcns.size(); ++other) all += report.overlap.at(other, k);
      table.rows.push_back({report.pcns[q].id, report.pcns[q].name, report.neighbourhood[k], patients,
                            patients / report.pcns[q].patients, patients / all});
    }
  return table;
}

Table split_practice_table(const workforce::OrganisationReport& report) {
  Table table{"split_practices",
              fmt::format("Practices with {:g} % or more of their patients in a second neighbourhood",
                          100 * report.least_piece),
              {{"practice_code", 0, "ODS code"},
               {"practice", 0, "Name"},
               {"pcn_code", 0, "Its PCN"},
               {"patients", 0, "Registered patients living in the plan"},
               {"neighbourhood", 0, "Where most of them live"},
               {"patients_there", 0, "Patients living there"},
               {"second", 0, "Where most of the others live"},
               {"patients_in_second", 0, "Patients living there"},
               {"elsewhere", 0, "Patients in further neighbourhoods"},
               {"parts", 0, "Neighbourhoods that hold the material share of its patients or more"}},
              {}};
  std::vector<std::size_t> order;
  for (std::size_t q = 0; q < report.practices.size(); ++q)
    if (report.practices[q].pieces > 1) order.push_back(q);
  const auto outside = [&](std::size_t q) {
    return report.practices[q].patients * (1 - report.practices[q].share);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return outside(a) > outside(b); });
  for (const auto q : order) {
    const auto& row = report.practices[q];
    const auto first = find_most(report.practice_overlap, q, -1),
               second = find_most(report.practice_overlap, q, first);
    const double there = report.practice_overlap.at(q, static_cast<std::size_t>(first)),
                 next = report.practice_overlap.at(q, static_cast<std::size_t>(second));
    table.rows.push_back({row.id, row.name, row.pcn, row.patients,
                          report.neighbourhood[static_cast<std::size_t>(first)], there,
                          report.neighbourhood[static_cast<std::size_t>(second)], next,
                          row.patients - there - next, static_cast<double>(row.pieces)});
  }
  return table;
}

}  // namespace placewright::boundaries::output
