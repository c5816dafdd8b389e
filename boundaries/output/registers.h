#pragma once

#include <string>
#include <vector>

#include "boundaries/output/plan_tables.h"
#include "boundaries/output/table.h"

/// What a plan rests on and how far it can be trusted: of whom the data say nothing, what was assumed, how
/// sure each output is. Values come from the place; nothing is told that does not hold for it.
namespace placewright::boundaries::output {

/// A row a set of data: areas and residents without it, its vintages, what that means. Rows without a gap
/// are there too, so that a reader sees what was looked at.
[[nodiscard]] Table data_gap_table(const DescribedPlan& described);

/// A row a way in which the data say more of some people than of others, with how many where that is known.
[[nodiscard]] Table bias_table(const DescribedPlan& described);

/// A row an assumption that some figure of this plan rests on: its value, what it is used for, where it is
/// changed.
[[nodiscard]] Table assumption_table(const DescribedPlan& described);

/// How sure one kind of output is.
struct OutputConfidence {
  std::string output;            ///< "plan", "deprivation", "travel", "registrations", "footprints",
                                 ///< "projections", "staff"
  char grade = 'A';              ///< A best to D worst
  std::vector<std::string> why;  ///< what keeps it from being better; empty at A
};

/// Of those outputs that the place has data for, in that order. A: nothing known against it. B: a small part
/// is missing or estimated. C: a part that can change a decision. D: an estimate throughout, such as straight
/// lines for travel. Staff: the confidence of the coverage tables.
[[nodiscard]] std::vector<OutputConfidence> rate_outputs(const DescribedPlan& described);
/// The same of one output from a place alone, for commands that draw no plan; grade A where nothing speaks
/// against it.
[[nodiscard]] OutputConfidence rate_travel(const datasets::Place& place, const std::string& mode);
[[nodiscard]] OutputConfidence rate_footprints(const datasets::Place& place);
[[nodiscard]] OutputConfidence rate_projections(const datasets::Place& place);
/// "Confidence C (A best, D worst): ..."
[[nodiscard]] std::string confidence_words(const OutputConfidence& confidence);

[[nodiscard]] Table confidence_table(const DescribedPlan& described);

/// The four tables in the order of this file, in the place's own word, for export and report.
[[nodiscard]] std::vector<Table> register_tables(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
