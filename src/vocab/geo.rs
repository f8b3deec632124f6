//! [WGS84 Geo Positioning](https://www.w3.org/2003/01/geo/).

super::terms! { "http://www.w3.org/2003/01/geo/wgs84_pos#":
    /// `SpatialThing`
    SPATIAL_THING = "SpatialThing";
    /// `lat`
    LAT = "lat";
    /// `long`
    LONG = "long";
}
