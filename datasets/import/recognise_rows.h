#pragma once

#include <functional>
#include <string_view>

#include "datasets/import/recognise.h"

/// What the rows of the recogniser's table share. Each function adds the rows of one subject.
namespace placewright::datasets {

inline constexpr std::string_view kOns = "Office for National Statistics";
inline constexpr std::string_view kNhs = "NHS England";
inline constexpr std::string_view kMhclg = "Ministry of Housing, Communities and Local Government";
inline constexpr std::string_view kOgl = "Open Government Licence v3.0";
inline constexpr std::string_view kOnsLine =
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0";
inline constexpr std::string_view kOnsMapLine =
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS "
    "data (c) Crown copyright and database right";
inline constexpr std::string_view kPostcodeLine =
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS "
    "data (c) Crown copyright and database right. Contains Royal Mail data (c) Royal Mail copyright and "
    "database "
    "right";
inline constexpr std::string_view kNhsLine =
    "Contains information from NHS England, licensed under the current version of the Open Government "
    "Licence";
inline constexpr std::string_view kMhclgLine =
    "Ministry of Housing, Communities and Local Government, English Indices of Deprivation, Open Government "
    "Licence v3.0";
inline constexpr std::string_view kOsLine = "Contains OS data (c) Crown copyright and database right";
inline constexpr std::string_view kOsmLine = "(c) OpenStreetMap contributors, Open Database Licence 1.0";

inline constexpr std::string_view kLsoa = "lsoa##cd|lsoa code|lsoa code (####)|lsoa#### code|lsoa #### code";

using AddFormat = std::function<void(Format)>;

void add_census_formats(const AddFormat& add);     ///< tables of the census by area
void add_indicator_formats(const AddFormat& add);  ///< other values by area
void add_unit_formats(const AddFormat& add);       ///< lists of wards, parishes, MSOAs
void add_os_ground_formats(const AddFormat& add);  ///< Ordnance Survey's layers under the map
void add_practice_formats(const AddFormat& add);   ///< what is published of general practices and pharmacies

}  // namespace placewright::datasets
