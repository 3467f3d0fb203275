//! `trolley bench`.

use crate::load::work::Operation;

pub(super) const BENCH_EXAMPLES: &str = "\
Examples:
  trolley bench                                 add to carts of the demo server on this machine
  trolley bench --operation read --limit        read them; beside it, in turns, what hyper alone can do
  trolley bench --api sds_shop --clients 64 --seconds 30 --json
  trolley bench --key sk_live_1 --product p-1 --product p-2 --lines 2
                                                a server with keys and products of its own
  trolley bench --get /health --url http://127.0.0.1:3000
                                                any server of HTTP, as other such commands do
  trolley bench --post /add --body '{\"id\":1}' --header 'x-api-key: 1' --url http://127.0.0.1:3000

Each client sends a request, waits for the whole answer, and sends the next. The carts are the
command's own, have new names, and are deleted afterwards. Each answer is looked at: a read must have
the cart as it is, and at the end there must be as many units as adds were answered as done.
What is measured is the server together with this command on the same machine: where the command
takes all of a processor, it says so. Ctrl-C ends it early, with the figures so far.

Exit status: 0 measured, and every unit is there; 1 not so; 2 wrong arguments.";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct BenchArgs {
    /// The server [default: TROLLEY_URL, else http://127.0.0.1:2278].
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) url: Option<String>,
    /// A key of the API, of Elastic Path a client's [default: TROLLEY_KEY, else the demo's].
    #[arg(long, value_name = "KEY")]
    pub(in crate::cli) key: Option<String>,
    /// An operator's key, to delete the carts afterwards [default: TROLLEY_OPERATOR_KEY, else the demo's].
    #[arg(long, value_name = "KEY")]
    pub(in crate::cli) operator_key: Option<String>,
    /// An administrator's key, to ask the server what it is [default: TROLLEY_ADMIN_KEY, else the demo's].
    #[arg(long, value_name = "KEY")]
    pub(in crate::cli) admin_key: Option<String>,
    /// The API: storekit, stateset, sds_shop or elastic_path.
    #[arg(long, value_name = "NAME", default_value = "storekit")]
    pub(in crate::cli) api: String,
    /// What is done with carts.
    #[arg(long, value_enum, default_value_t = Operation::Add)]
    pub(in crate::cli) operation: Operation,
    /// How many ask at the same time, up to 1024.
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(in crate::cli) clients: u16,
    /// For how long, up to an hour.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(in crate::cli) seconds: u16,
    /// How many carts, up to 10000.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(in crate::cli) carts: u16,
    /// How many lines a cart has, up to 100 and to the number of products.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(in crate::cli) lines: u8,
    /// A product without stock to run out of, as the API names it; may be repeated [default: the demo's].
    #[arg(long = "product", value_name = "PRODUCT")]
    pub(in crate::cli) products: Vec<String>,
    /// Measure in turns with it how fast the server's HTTP library answers as many bytes, and nothing else.
    #[arg(long)]
    pub(in crate::cli) limit: bool,
    /// Instead of carts ask for this path.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["post", "api", "operation", "carts", "lines", "products"])]
    pub(in crate::cli) get: Option<String>,
    /// Instead of carts send the body to this path.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["api", "operation", "carts", "lines", "products"])]
    pub(in crate::cli) post: Option<String>,
    /// The body, in JSON.
    #[arg(long, value_name = "JSON", requires = "post", default_value = "{}", hide_default_value = true)]
    pub(in crate::cli) body: String,
    /// A header of --get and --post, such as 'x-api-key: 1'; may be repeated.
    #[arg(long = "header", value_name = "HEADER", conflicts_with_all = ["api", "operation", "carts", "lines", "products"])]
    pub(in crate::cli) headers: Vec<String>,
    /// Let the server be another machine: it has all that load to bear, and the figures are the network's too.
    #[arg(long)]
    pub(in crate::cli) remote: bool,
    /// Print JSON, for programs.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
