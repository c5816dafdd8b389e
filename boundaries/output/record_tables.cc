#include "boundaries/output/record_tables.h"

#include <fmt/format.h>

#include <string_view>

#include "boundaries/output/plan_words.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::output {
namespace {

/// The reason recorded with a neighbourhood; else the last one given at an edit of the plan that broke a rule
/// about it, as the log has it: "the reason; breaks OUT_OF_BOUNDS: N01 would have
/// 55,000 people".
std::string reason_of(const DescribedPlan& described, const NeighbourhoodFacts& facts) {
  constexpr std::string_view kBreaks = "; breaks ";
  if (!facts.reason.empty()) return facts.reason;
  const auto name = datasets::full_name(facts.id, facts.name);
  std::string reason;
  for (const auto& row : described.place->log) {
    const auto breaks = row.why.find(kBreaks);
    if (row.plan != described.plan->name || breaks == 0 || breaks == row.why.npos) continue;
    if (row.why.find(": " + name + " would", breaks) != row.why.npos) reason = row.why.substr(0, breaks);
  }
  return reason;
}

}  // namespace

Table local_knowledge_table(const DescribedPlan& described) {
  Table table{"local_knowledge",
              said(described, "What became of local knowledge in plan ") + described.plan->name,
              {{"what", 0, "What was asked: keep together, keep apart, a drawn area, or a note"},
               {"binding", 0, "rule: a plan that breaks it is not legal; wish: it is weighed"},
               {"where", 0, "The areas, or the name of the drawn area"},
               {"said", 0, "The reason or the text, as it was given"},
               {"by", 0, "Who said it"},
               {"people", 0, "Usual residents of its areas"},
               {"fate", 0, "kept, kept in part, not kept; a note asks for no border"},
               {"share_kept", 3, "Share of its people for whom it is kept"},
               {"lies_in", 0, said(described, "Neighbourhoods of its areas")},
               {"keeping_it", 0, "What the least change that keeps it would do; total: lower is better"}},
              {}};
  for (const auto& fate : described.fates) {
    const bool asks = fate.fate != Fate::asks_nothing;
    table.rows.push_back({fate.what,
                          std::string(!asks       ? ""
                                      : fate.rule ? "rule"
                                                  : "wish"),
                          fate.where, fate.why, fate.by, fate.people, std::string(fate_words(fate.fate)),
                          fate.share, fate.lies_in, cost_words(fate)});
  }
  return table;
}

Table decision_table(const DescribedPlan& described) {
  Table table{"decisions",
              "Decisions about plan " + described.plan->name,
              {{"when", 0, "Date and time, UTC"},
               {"who", 0, "As they named themselves"},
               {"what", 0, "What was done"},
               {"before", 0, ""},
               {"after", 0, ""},
               {"why", 0, "The reason given, and rules broken knowingly"}},
              {}};
  for (const auto& row : described.place->log)
    if (row.plan == described.plan->name)
      table.rows.push_back({row.when, row.who, row.what, row.before, row.after, row.why});
  return table;
}

Table exception_table(const DescribedPlan& described) {
  Table table{"exceptions",
              said(described, "Neighbourhoods outside the bounds, or with a reason recorded"),
              {{"neighbourhood", 0, ""},
               {"residents", 0, "Usual residents, people"},
               {"people_outside", 0,
                fmt::format("People short of {} or over {}", number_text(described.min, 0),
                            number_text(described.max, 0))},
               {"reason", 0, "As it was given"}},
              {}};
  for (const auto& facts : described.neighbourhoods) {
    const double outside = described.bounds_asked ? facts.loss_people : 0;
    const auto reason = reason_of(described, facts);
    if (outside > 0 || !reason.empty())
      table.rows.push_back({datasets::full_name(facts.id, facts.name), facts.residents, outside,
                            reason.empty() ? std::string("none given") : reason});
  }
  return table;
}

}  // namespace placewright::boundaries::output
