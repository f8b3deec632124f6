//! The SDMX terms that go with the
//! [RDF Data Cube Vocabulary](https://www.w3.org/TR/vocab-data-cube/#dsd-cog).

super::terms! { "http://purl.org/linked-data/sdmx/2009/":
    /// `sdmx-dimension:refPeriod`
    REF_PERIOD = "dimension#refPeriod";
    /// `sdmx-dimension:refArea`
    REF_AREA = "dimension#refArea";
    /// `sdmx-attribute:unitMeasure`
    UNIT_MEASURE = "attribute#unitMeasure";
    /// `sdmx-attribute:unitMult`
    UNIT_MULT = "attribute#unitMult";
    /// `sdmx-attribute:obsStatus`
    OBS_STATUS = "attribute#obsStatus";
    /// `sdmx-measure:obsValue`
    OBS_VALUE = "measure#obsValue";
}
