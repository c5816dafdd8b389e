#pragma once

#include <string>
#include <vector>

#include "boundaries/output/border_evidence.h"

/// Evidence about a border or a neighbourhood in words, for a meeting, and as JSON.
namespace placewright::boundaries::output {

/// "1.2 km (34 %)" of a length of border; both in metres.
[[nodiscard]] std::string kilometres_of(double metres, double all);

/// Paragraphs with headings: what it follows, what it cuts, what holds it, what else there could be, how firm
/// it is. Lines end with a line feed.
[[nodiscard]] std::string border_text(const Problem& problem, const Labels& labels,
                                      const BorderEvidence& evidence, const PlanNames& names);

/// What `explain --json` prints of a border or a neighbourhood. Missing numbers are null.
[[nodiscard]] std::string border_json(const Problem& problem, const BorderEvidence& evidence,
                                      const PlanNames& names);

}  // namespace placewright::boundaries::output
