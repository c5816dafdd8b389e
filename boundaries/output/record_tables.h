#pragma once

#include "boundaries/output/plan_tables.h"

/// The record of a plan: what people said of their places, who decided what and why, what is an exception.
namespace placewright::boundaries::output {

/// A row a rule, wish, drawn area and note: whether it is kept, for which share of its people, what keeping
/// it would cost.
[[nodiscard]] Table local_knowledge_table(const DescribedPlan& described);
/// The log of this plan, oldest first: when, who, what, before, after, why.
[[nodiscard]] Table decision_table(const DescribedPlan& described);
/// Neighbourhoods outside the bounds, if any were asked for, and those with a reason recorded.
[[nodiscard]] Table exception_table(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
