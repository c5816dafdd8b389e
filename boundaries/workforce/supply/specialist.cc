#include "boundaries/workforce/supply/specialist.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kTablePeople = 50000;

void check_above_zero(const char* name, double value) {
  if (value > 0) return;
  throw geo::InputError{{name, fmt::format("{} is not above 0", value), "give a number above 0"}};
}

/// Rounds up, but not for the last bits of a sum that is a whole number.
std::uint32_t round_up(double value) { return static_cast<std::uint32_t>(std::ceil(value - 1e-9)); }

}  // namespace

std::span<const Specialty> default_specialties() {
  static const Specialty table[] = {
      {.name = "Paediatrics", .first = 19, .total = 50}, {.name = "Cardiology", .first = 28, .total = 62},
      {.name = "Dermatology", .first = 22, .total = 58}, {.name = "Respiratory", .first = 12, .total = 36},
      {.name = "Neurology", .first = 9, .total = 26},    {.name = "ENT", .first = 23, .total = 49},
  };
  return table;
}

Sessions measure_sessions(const Specialty& specialty, double people, const SessionRule& rule) {
  check_above_zero("new_minutes", rule.new_minutes);
  check_above_zero("follow_up_minutes", rule.follow_up_minutes);
  check_above_zero("session_minutes", rule.session_minutes);
  check_above_zero("activity_weeks", rule.activity_weeks);
  check_above_zero("clinic_weeks", rule.clinic_weeks);
  check_above_zero("group_size", specialty.group_size);
  if (!(specialty.diverted >= 0 && specialty.diverted <= 1))
    throw geo::InputError{{specialty.name, fmt::format("diverted = {} is no share", specialty.diverted),
                           "give a share from 0 to 1"}};
  if (specialty.total < specialty.first)
    throw geo::InputError{{specialty.name,
                           fmt::format("first {} is above total {}", specialty.first, specialty.total),
                           "total counts first and follow-up attendances"}};
  Sessions sessions;
  if (specialty.sessions > 0) {
    sessions.a_week = specialty.sessions * people / kTablePeople;
  } else {
    const double scale = people / kTablePeople * specialty.index * (1 - specialty.diverted);
    sessions.first = specialty.first * scale;
    sessions.follow_up = (specialty.total - specialty.first) * scale;
    sessions.minutes = sessions.first * rule.new_minutes +
                       sessions.follow_up * rule.follow_up_minutes / specialty.group_size;
    sessions.a_week = sessions.minutes / rule.session_minutes;
  }
  sessions.a_clinic_week = sessions.a_week * rule.activity_weeks / rule.clinic_weeks;
  sessions.rostered = round_up(sessions.a_clinic_week);
  return sessions;
}

std::vector<std::uint32_t> share_seats(std::uint32_t seats, std::span<const double> weight,
                                       std::span<const std::string> id) {
  PLACEWRIGHT_EXPECT(weight.size() == id.size());
  const double all = std::accumulate(weight.begin(), weight.end(), 0.0);
  std::vector<std::uint32_t> share(weight.size(), 0);
  if (!(all > 0)) return share;
  std::vector<double> rest(weight.size());
  std::uint32_t given = 0;
  for (std::size_t k = 0; k < weight.size(); ++k) {
    const double quota = seats * weight[k] / all;
    share[k] = static_cast<std::uint32_t>(std::floor(quota));
    rest[k] = quota - share[k];
    given += share[k];
  }
  std::vector<std::size_t> order(weight.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    if (rest[a] != rest[b]) return rest[a] > rest[b];
    return id[a] < id[b];
  });
  for (std::size_t k = 0; given < seats; ++k, ++given) ++share[order[k % order.size()]];
  return share;
}

Pooling compare_pooling(const Specialty& specialty, std::span<const double> people,
                        std::span<const std::string> id, const SessionRule& rule) {
  Pooling pooling;
  const double all = std::accumulate(people.begin(), people.end(), 0.0);
  pooling.pooled = measure_sessions(specialty, all, rule).rostered;
  for (const double here : people) {
    pooling.separate += measure_sessions(specialty, here, rule).rostered;
    pooling.quota.push_back(all > 0 ? pooling.pooled * here / all : 0);
  }
  pooling.rostered = share_seats(pooling.pooled, people, id);
  return pooling;
}

}  // namespace placewright::boundaries::workforce
