#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Specialist demand, sessions and how they are shared out.
namespace placewright::boundaries::workforce {

/// Attendances a week for 50,000 people; 50-week year.
struct Specialty {
  std::string name;
  double first = 0, total = 0;  ///< a week; total = first and follow-up
  double index = 1;             ///< age or need ratio to the population of the table
  double diverted = 0;          ///< share met by advice and guidance or elsewhere
  double group_size = 1;        ///< follow-up patients seen together
  double sessions = 0;          ///< above 0: sessions a week by hand, for a specialty without activity rates
};

/// Table 1 of the NAPC's paper on integrated neighbourhood teams (2023/24 activity): six specialties.
[[nodiscard]] std::span<const Specialty> default_specialties();

/// How attendances become sessions; printed with every figure that rests on it.
struct SessionRule {
  double new_minutes = 30, follow_up_minutes = 15;
  double session_minutes = 210;  ///< usable of a four-hour session
  double activity_weeks = 50;    ///< of the year that the activity is counted over
  double clinic_weeks = 42;      ///< of the year in which clinics run
};

struct Sessions {
  double first = 0, follow_up = 0;  ///< attendances a week after diversion
  double minutes = 0;
  double a_week = 0;           ///< sessions in an activity week
  double a_clinic_week = 0;    ///< the same work in fewer weeks
  std::uint32_t rostered = 0;  ///< whole sessions a clinic week
};
/// Throws InputError for minutes, weeks or a group size that are not above 0, or a diversion outside 0..1.
[[nodiscard]] Sessions measure_sessions(const Specialty& specialty, double people,
                                        const SessionRule& rule = {});

/// Whole seats shared by weight, largest remainder first; ties go to the lower id. Sum = seats.
[[nodiscard]] std::vector<std::uint32_t> share_seats(std::uint32_t seats, std::span<const double> weight,
                                                     std::span<const std::string> id);

/// One footprint against each neighbourhood rounding up on its own.
struct Pooling {
  std::uint32_t pooled = 0, separate = 0;
  std::vector<double> quota;            ///< of the pooled sessions, by people
  std::vector<std::uint32_t> rostered;  ///< pooled sessions shared out
};
[[nodiscard]] Pooling compare_pooling(const Specialty& specialty, std::span<const double> people,
                                      std::span<const std::string> id, const SessionRule& rule = {});

}  // namespace placewright::boundaries::workforce
