#pragma once

#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/align/align.h"

/// What `align` tells, as tables of values and as JSON.
namespace placewright::boundaries::output {

/// A row a point of the curve: moves, share aligned without and with the rule of pieces, proof or gap.
[[nodiscard]] Table align_curve_table(const workforce::Realignment& realignment);
/// A row a practice that moves or works across: from, to, what it brings and what follows if it is left out.
[[nodiscard]] Table align_change_table(const workforce::Realignment& realignment,
                                       const workforce::AlignPoint& point);
/// A row a PCN whose list, home or pieces change: before and after.
[[nodiscard]] Table align_pcn_table(const workforce::Realignment& realignment,
                                    const workforce::AlignPoint& point);
/// A row a practice with patients here: its PCN today and after, home, second neighbourhood. For programs.
[[nodiscard]] Table align_practice_table(const workforce::Realignment& realignment,
                                         const workforce::AlignPoint& point);
/// "proved", or "gap 0.42 %": how sure a point is.
[[nodiscard]] std::string proof_text(const workforce::AlignPoint& point);
/// The whole answer as a JSON object; `chosen` is the row whose changes are told.
[[nodiscard]] std::string align_json(const workforce::Realignment& realignment,
                                     const workforce::AlignRules& rules, const workforce::AlignRow& chosen,
                                     const std::string& plan);

}  // namespace placewright::boundaries::output
