//! What to tell a web server: the lines for nginx, Apache and Netlify.

use std::collections::BTreeSet;

use zoeklicht_indexer::{Message, message};

/// Something a server has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Setting {
    /// The content types of `.wasm` and `.js`.
    Types,
    /// What may be kept by browsers, and for how long.
    Cache,
    /// Compressed scripts and engine.
    Compression,
    /// The content security policy of pages.
    Policy,
    /// Other sites that may use the index.
    Origin,
    /// What is not there is said not to be there.
    NotFound,
}

fn servers() -> [Message; 3] {
    [
        message!("nginx", "nginx"),
        message!("Apache, in the configuration of the site", "Apache, in de configuratie van de website"),
        message!("Netlify, in `_headers`", "Netlify, in `_headers`"),
    ]
}

impl Setting {
    /// The lines for each of [`servers`], with comments in English. `{path}` is that of the index. Those for nginx have no `location` of their own where
    /// they can do without: it would replace what others say of the same files.
    fn lines(self) -> [&'static str; 3] {
        match self {
            Setting::Types => [
                "# in `http`, beside `include mime.types`\ntypes { application/wasm wasm; text/javascript js; text/css css; }",
                "AddType application/wasm .wasm\nAddType text/javascript .js\nAddType text/css .css",
                "{path}widget_bg.wasm\n  Content-Type: application/wasm",
            ],
            Setting::Cache => [
                "# in `http`\nmap $uri $zoeklicht_cache {\n  ~^{path}[rltdx]/ \"public, max-age=31536000, immutable\";\n  \
                 ~^{path} \"no-cache\";\n}\n# in `server`\nadd_header Cache-Control $zoeklicht_cache;",
                "<LocationMatch \"^{path}[rltdx]/\">\n  Header set Cache-Control \"public, max-age=31536000, immutable\"\n\
                 </LocationMatch>\n<LocationMatch \"^{path}[^/]+$\">\n  Header set Cache-Control \"no-cache\"\n</LocationMatch>",
                "{path}r/*\n  Cache-Control: public, max-age=31536000, immutable\n# the same for l, t, d and x; the rest as it is",
            ],
            Setting::Compression => [
                "# in `server`\ngzip on;\ngzip_types text/javascript application/wasm text/css;",
                "AddOutputFilterByType DEFLATE text/javascript application/wasm text/css",
                "# Netlify compresses what has its right content type",
            ],
            Setting::Policy => [
                "# in `server`\nadd_header Content-Security-Policy \"{policy}\";",
                "Header set Content-Security-Policy \"{policy}\"",
                "/*\n  Content-Security-Policy: {policy}",
            ],
            Setting::Origin => [
                "# in `http`\nmap $uri $zoeklicht_origin { ~^{path} *; }\n\
                 # in `server`\nadd_header Access-Control-Allow-Origin $zoeklicht_origin;",
                "<Location \"{path}\">\n  Header set Access-Control-Allow-Origin *\n</Location>",
                "{path}*\n  Access-Control-Allow-Origin: *",
            ],
            Setting::NotFound => [
                "# in `server`\nlocation {path} { try_files $uri =404; }",
                "<Location \"{path}\">\n  FallbackResource disabled\n</Location>",
                "# in `_redirects`, before what catches all\n{path}*  /404.html  404",
            ],
        }
    }
}

/// The lines for all settings, by server; nothing if there is nothing to tell.
pub(super) fn text(settings: &BTreeSet<Setting>, path: &str) -> String {
    let mut text = String::new();
    for (at, server) in servers().iter().enumerate().filter(|_| !settings.is_empty()) {
        text += &format!("\n{server}:\n");
        for setting in settings {
            let lines = setting.lines()[at].replace("{path}", path).replace("{policy}", super::POLICY);
            text.extend(lines.lines().map(|line| format!("  {line}\n")));
        }
    }
    text
}
