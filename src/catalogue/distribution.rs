use oxrdf::{Literal, NamedNode, NamedNodeRef, Term};

use super::writer::Writer;
use crate::digest::Digest;
use crate::uri::Base;
use crate::vocab::{dcat, dct, file_type, media_type, spdx, xsd};

/// A release of a dataset, with its files.
pub struct Release {
    /// The edition, such as `2025-Q4`.
    pub edition: String,
    /// Whether it is what the dataset says now.
    pub live: bool,
    /// Its files.
    pub files: Vec<File>,
}

/// A file that can be downloaded at `{base}/data/{dataset}/release/{edition}/{name}`.
pub struct File {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum.
    pub digest: Digest,
}

/// What the catalogue says of a kind of file.
struct Kind {
    /// The name of the files.
    name: &'static str,
    /// The fragment of the distribution.
    fragment: &'static str,
    title: &'static str,
    media_type: NamedNodeRef<'static>,
    format: NamedNodeRef<'static>,
    compression: Option<NamedNodeRef<'static>>,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "tidy.csv",
        fragment: "csv",
        title: "Table (CSV)",
        media_type: media_type::CSV,
        format: file_type::CSV,
        compression: None,
    },
    Kind {
        name: "tidy.csv-metadata.json",
        fragment: "csvw",
        title: "What the columns of the table mean (CSV on the Web)",
        media_type: media_type::CSVW_METADATA,
        format: file_type::JSON,
        compression: None,
    },
    Kind {
        name: "observations.nq.zst",
        fragment: "nquads",
        title: "Linked data (N-Quads, compressed)",
        media_type: media_type::N_QUADS,
        format: file_type::N_QUADS,
        compression: Some(media_type::ZSTD),
    },
    Kind {
        name: "observations.parquet",
        fragment: "parquet",
        title: "Table with all names (Parquet)",
        media_type: media_type::PARQUET,
        format: file_type::PARQUET,
        compression: None,
    },
];

impl Release {
    /// The files of the release as distributions of `of`: the release, or the dataset itself.
    pub(super) fn write_files(
        &self,
        base: &Base,
        dataset: &str,
        of: &NamedNode,
        licences: &[Term],
        writer: &mut Writer,
    ) {
        for kind in &KINDS {
            let Some(file) = self.files.iter().find(|file| file.name == kind.name) else {
                continue;
            };
            let node = NamedNode::new_unchecked(format!("{}#{}", of.as_str(), kind.fragment));
            let release = base.release(dataset, &self.edition);
            let address = NamedNode::new_unchecked(format!("{}/{}", release.as_str(), file.name));
            writer.say(of, dcat::DISTRIBUTION, node.clone());
            writer.is_a(&node, dcat::DISTRIBUTION_CLASS);
            writer.english(&node, dct::TITLE, kind.title);
            writer.say(&node, dcat::ACCESS_URL, address.clone());
            writer.say(&node, dcat::DOWNLOAD_URL, address);
            for licence in licences {
                writer.say(&node, dct::LICENSE, licence.clone());
            }
            kind.write(&node, writer);
            file.write(&node, writer);
        }
    }
}

impl Kind {
    fn write(&self, node: &NamedNode, writer: &mut Writer) {
        let compression = self.compression.into_iter();
        let media_types = [(dcat::MEDIA_TYPE, self.media_type)].into_iter();
        let media_types = media_types.chain(compression.map(|c| (dcat::COMPRESS_FORMAT, c)));
        for (predicate, media_type) in media_types {
            writer.say(node, predicate, media_type);
            writer.is_a(&media_type.into_owned(), dct::MEDIA_TYPE);
        }
        writer.say(node, dct::FORMAT, self.format);
        writer.is_a(&self.format.into_owned(), dct::MEDIA_TYPE_OR_EXTENT);
    }
}

impl File {
    fn write(&self, node: &NamedNode, writer: &mut Writer) {
        let size = self.bytes.to_string();
        let size = Literal::new_typed_literal(size, xsd::NON_NEGATIVE_INTEGER);
        writer.say(node, dcat::BYTE_SIZE, size);
        let checksum = NamedNode::new_unchecked(format!("{}-checksum", node.as_str()));
        let digits = Literal::new_typed_literal(self.digest.as_str(), xsd::HEX_BINARY);
        writer.say(node, spdx::CHECKSUM, checksum.clone());
        writer.is_a(&checksum, spdx::CHECKSUM_CLASS);
        writer.say(&checksum, spdx::ALGORITHM, spdx::SHA_256);
        writer.say(&checksum, spdx::CHECKSUM_VALUE, digits);
        writer.is_a(&spdx::SHA_256.into_owned(), spdx::CHECKSUM_ALGORITHM);
    }
}
