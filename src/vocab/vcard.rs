//! [vCard](https://www.w3.org/TR/vcard-rdf/).

super::terms! { "http://www.w3.org/2006/vcard/ns#":
    /// `street-address`
    STREET_ADDRESS = "street-address";
    /// `postal-code`
    POSTAL_CODE = "postal-code";
}
