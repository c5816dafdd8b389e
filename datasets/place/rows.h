#pragma once

#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "datasets/place/file.h"
#include "datasets/place/place.h"

/// Which member of a row stands in which column: the store and its tests go through these lists.
/// A new member needs a line here and one in schema.cc.
namespace placewright::datasets {

template <class Row>
struct PointOf {
  double Row::*x;
  double Row::*y;
};

/// A shape or a line in one column.
template <class Row>
struct ShapeOrLineOf {
  geo::Shape Row::*shape;
  geo::Line Row::*line;
};

template <class Row>
struct Field {
  std::string_view column;
  std::variant<std::string Row::*, double Row::*, bool Row::*, std::int64_t Row::*, LinkState Row::*,
               geo::Severity Row::*, geo::Shape Row::*, geo::Line Row::*, PointOf<Row>, ShapeOrLineOf<Row>>
      member;
};

/// A table that is a list of rows of Place, in the order of the list.
template <class Row>
struct RowTable {
  std::string_view table;
  Tables flag;
  std::vector<Row> Place::*rows;
  std::vector<Field<Row>> fields;
};

[[nodiscard]] inline auto row_tables() {
  using T = Tables;
  return std::tuple{
      RowTable<Link>{"link",
                     T::link,
                     &Place::links,
                     {{"area_a", &Link::a},
                      {"area_b", &Link::b},
                      {"state", &Link::state},
                      {"reason", &Link::reason},
                      {"by", &Link::by}}},
      RowTable<AgeRow>{"age",
                       T::age,
                       &Place::ages,
                       {{"area", &AgeRow::area},
                        {"band", &AgeRow::band},
                        {"sex", &AgeRow::sex},
                        {"people", &AgeRow::people}}},
      RowTable<SegmentRow>{
          "segment",
          T::segment,
          &Place::segments,
          {{"area", &SegmentRow::area}, {"segment", &SegmentRow::segment}, {"people", &SegmentRow::people}}},
      RowTable<Site>{"site",
                     T::site,
                     &Place::sites,
                     {{"geom", PointOf<Site>{&Site::x, &Site::y}},
                      {"id", &Site::id},
                      {"kind", &Site::kind},
                      {"name", &Site::name},
                      {"organisation", &Site::organisation},
                      {"pcn_code", &Site::pcn_code},
                      {"postcode", &Site::postcode},
                      {"area", &Site::area},
                      {"base_type", &Site::base_type},
                      {"mode", &Site::mode},
                      {"desks", &Site::desks},
                      {"rooms", &Site::rooms},
                      {"capacity", &Site::capacity},
                      {"list_size", &Site::list_size},
                      {"open", &Site::open}}},
      RowTable<RegistrationRow>{"registration",
                                T::registration,
                                &Place::registrations,
                                {{"practice", &RegistrationRow::practice},
                                 {"area", &RegistrationRow::area},
                                 {"patients", &RegistrationRow::patients}}},
      RowTable<WorkforceRow>{"workforce",
                             T::workforce,
                             &Place::workforce,
                             {{"row_id", &WorkforceRow::row_id},
                              {"employer", &WorkforceRow::employer},
                              {"sector", &WorkforceRow::sector},
                              {"role_group", &WorkforceRow::role_group},
                              {"role", &WorkforceRow::role},
                              {"registered", &WorkforceRow::registered},
                              {"service_area", &WorkforceRow::service_area},
                              {"base_id", &WorkforceRow::base_id},
                              {"practice_code", &WorkforceRow::practice_code},
                              {"pcn_code", &WorkforceRow::pcn_code},
                              {"footprint_id", &WorkforceRow::footprint_id},
                              {"allocation", &WorkforceRow::allocation},
                              {"post_id", &WorkforceRow::post_id},
                              {"level", &WorkforceRow::level},
                              {"area_id", &WorkforceRow::area_id},
                              {"share", &WorkforceRow::share},
                              {"mobile", &WorkforceRow::mobile},
                              {"generalist", &WorkforceRow::generalist},
                              {"wte", &WorkforceRow::wte},
                              {"headcount", &WorkforceRow::headcount},
                              {"vacancy_wte", &WorkforceRow::vacancy_wte},
                              {"source", &WorkforceRow::source},
                              {"as_at", &WorkforceRow::as_at},
                              {"estimated", &WorkforceRow::estimated},
                              {"file", &WorkforceRow::file}}},
      RowTable<FootprintRow>{"footprint",
                             T::footprint,
                             &Place::footprints,
                             {{"footprint_id", &FootprintRow::footprint_id},
                              {"service", &FootprintRow::service},
                              {"level", &FootprintRow::level},
                              {"member_type", &FootprintRow::member_type},
                              {"member_id", &FootprintRow::member_id},
                              {"share", &FootprintRow::share},
                              {"file", &FootprintRow::file}}},
      RowTable<ProjectionRow>{"projection",
                              T::projection,
                              &Place::projections,
                              {{"area_code", &ProjectionRow::area_code},
                               {"year", &ProjectionRow::year},
                               {"sex", &ProjectionRow::sex},
                               {"age_band", &ProjectionRow::age_band},
                               {"measure", &ProjectionRow::measure},
                               {"value", &ProjectionRow::value},
                               {"source", &ProjectionRow::source},
                               {"edition", &ProjectionRow::edition}}},
      RowTable<WeightRow>{"weight",
                          T::weight,
                          &Place::weights,
                          {{"scheme", &WeightRow::scheme},
                           {"dimension", &WeightRow::dimension},
                           {"key", &WeightRow::key},
                           {"weight", &WeightRow::weight},
                           {"source", &WeightRow::source}}},
      RowTable<TravelRow>{"travel",
                          T::travel,
                          &Place::travel,
                          {{"mode", &TravelRow::mode},
                           {"area", &TravelRow::area},
                           {"site", &TravelRow::site},
                           {"minutes", &TravelRow::minutes}}},
      RowTable<Road>{"road",
                     T::road,
                     &Place::roads,
                     {{"geom", &Road::line},
                      {"road_class", &Road::road_class},
                      {"name", &Road::name},
                      {"oneway", &Road::oneway},
                      {"access", &Road::access},
                      {"other", &Road::other},
                      {"file", &Road::file}}},
      RowTable<Barrier>{"barrier",
                        T::barrier,
                        &Place::barriers,
                        {{"geom", &Barrier::line},
                         {"kind", &Barrier::kind},
                         {"name", &Barrier::name},
                         {"file", &Barrier::file},
                         {"derived", &Barrier::derived}}},
      RowTable<GroundFeature>{
          "ground",
          T::ground,
          &Place::ground,
          {{"geom", ShapeOrLineOf<GroundFeature>{&GroundFeature::shape, &GroundFeature::line}},
           {"kind", &GroundFeature::kind},
           {"name", &GroundFeature::name},
           {"other", &GroundFeature::other},
           {"file", &GroundFeature::file}}},
      RowTable<Settlement>{"settlement",
                           T::settlement,
                           &Place::settlements,
                           {{"geom", PointOf<Settlement>{&Settlement::x, &Settlement::y}},
                            {"name", &Settlement::name},
                            {"rank", &Settlement::rank},
                            {"people", &Settlement::people},
                            {"file", &Settlement::file}}},
      RowTable<Boundary>{"boundary",
                         T::boundary,
                         &Place::boundaries,
                         {{"geom", &Boundary::shape},
                          {"kind", &Boundary::kind},
                          {"code", &Boundary::code},
                          {"name", &Boundary::name},
                          {"file", &Boundary::file}}},
      RowTable<Postcode>{"postcode",
                         T::postcode,
                         &Place::postcodes,
                         {{"postcode", &Postcode::postcode},
                          {"area", &Postcode::area},
                          {"x", &Postcode::x},
                          {"y", &Postcode::y}}},
      RowTable<Note>{"note",
                     T::note,
                     &Place::notes,
                     {{"geom", PointOf<Note>{&Note::x, &Note::y}},
                      {"id", &Note::id},
                      {"author", &Note::author},
                      {"date", &Note::date},
                      {"text", &Note::text},
                      {"kind", &Note::kind},
                      {"area", &Note::area},
                      {"uplift", &Note::uplift},
                      {"evidence", &Note::evidence},
                      {"plan", &Note::plan}}},
      RowTable<LogRow>{"log",
                       T::log,
                       &Place::log,
                       {{"when", &LogRow::when},
                        {"who", &LogRow::who},
                        {"what", &LogRow::what},
                        {"before", &LogRow::before},
                        {"after", &LogRow::after},
                        {"why", &LogRow::why},
                        {"plan", &LogRow::plan}}},
      RowTable<RoleRow>{
          "role",
          T::role,
          &Place::roles,
          {{"role", &RoleRow::role}, {"role_group", &RoleRow::role_group}, {"sector", &RoleRow::sector}}},
      RowTable<Source>{"source",
                       T::source,
                       &Place::sources,
                       {{"file", &Source::file},
                        {"taken_for", &Source::taken_for},
                        {"publisher", &Source::publisher},
                        {"vintage", &Source::vintage},
                        {"licence", &Source::licence},
                        {"attribution", &Source::attribution},
                        {"checksum", &Source::checksum},
                        {"imported", &Source::imported},
                        {"rows_read", &Source::rows_read},
                        {"rows_matched", &Source::rows_matched},
                        {"rows_left_out", &Source::rows_left_out},
                        {"left_out_why", &Source::left_out_why}}},
      RowTable<PublishedRow>{"published",
                             T::published,
                             &Place::published,
                             {{"id", &PublishedRow::id},
                              {"when", &PublishedRow::when},
                              {"plan", &PublishedRow::plan},
                              {"output", &PublishedRow::output},
                              {"units", &PublishedRow::units},
                              {"figures", &PublishedRow::figures}}},
      RowTable<WaitingRow>{"waiting",
                           T::waiting,
                           &Place::waiting,
                           {{"kind", &WaitingRow::kind},
                            {"file", &WaitingRow::file},
                            {"taken_for", &WaitingRow::taken_for},
                            {"row", &WaitingRow::row}}},
      RowTable<geo::Finding>{"finding",
                             T::finding,
                             &Place::findings,
                             {{"code", &geo::Finding::code},
                              {"severity", &geo::Finding::severity},
                              {"where", &geo::Finding::where},
                              {"what", &geo::Finding::what},
                              {"fix", &geo::Finding::fix}}},
  };
}

/// Calls visit(const RowTable<Row>&) for each.
template <class Visit>
void for_each_row_table(Visit&& visit) {
  std::apply([&](const auto&... table) { (visit(table), ...); }, row_tables());
}

}  // namespace placewright::datasets
