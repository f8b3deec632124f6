//! [Hydra](https://www.hydra-cg.com/spec/latest/core/), for documents that come in pages.

super::terms! { "http://www.w3.org/ns/hydra/core#":
    /// `PartialCollectionView`
    PARTIAL_COLLECTION_VIEW = "PartialCollectionView";
    /// `Collection`
    COLLECTION = "Collection";
    /// `member`
    MEMBER = "member";
    /// `view`
    VIEW = "view";
    /// `first`
    FIRST = "first";
    /// `previous`
    PREVIOUS = "previous";
    /// `next`
    NEXT = "next";
}
