//! [FOAF](http://xmlns.com/foaf/spec/).

super::terms! { "http://xmlns.com/foaf/0.1/":
    /// `primaryTopic`
    PRIMARY_TOPIC = "primaryTopic";
    /// `isPrimaryTopicOf`
    IS_PRIMARY_TOPIC_OF = "isPrimaryTopicOf";
    /// `Document`
    DOCUMENT = "Document";
    /// `Agent`
    AGENT = "Agent";
    /// `name`
    NAME = "name";
    /// `homepage`
    HOMEPAGE = "homepage";
}
