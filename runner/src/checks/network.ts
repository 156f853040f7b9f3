/** What the package managers of the usual ecosystems say where the network or a registry let them down. */
const SIGNS: readonly RegExp[] = [
  // npm, Yarn, pnpm, Bun
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|UNABLE_TO_GET_ISSUER_CERT\w*|SELF_SIGNED_CERT\w*|E50[0-4]|E429|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_FETCH_(?:5\d\d|429))\b/,
  /network (?:request|timeout)|socket hang up|trouble with your network connection|ConnectionRefused downloading/,
  // pip, uv, Poetry
  /Temporary failure in name resolution|Failed to establish a new connection|NewConnectionError|Max retries exceeded with url|ReadTimeoutError|Read timed out|error sending request for url|dns error:|ConnectionResetError|All attempts to connect to \S+ failed/,
  // Cargo, git, curl
  /spurious network error|Could not resolve host|Couldn't resolve host|\[(?:6|7|28|35|52|55|56)\] .*(?:resolve|connect|Timeout|SSL|reply|Send|Recv)|Failed to connect to \S+ port|returned error: 5\d\d|early EOF/,
  // Go
  /dial tcp\b.*(?:timeout|refused|unreachable|no such host)|lookup \S+.*(?:no such host|server misbehaving|i\/o timeout)|TLS handshake timeout|connection reset by peer/,
  // Maven, Gradle
  /Could not transfer artifact .*(?:timed out|refused|Unknown host|reset|status code: ?5\d\d|failure in name resolution|unreachable)|UnknownHostException|ConnectException|SocketTimeoutException|status code 5\d\d from server|Connect to \S+ .*(?:failed|timed out)/,
  // Bundler, RubyGems
  /Could not reach host|Net::(?:Open|Read)Timeout|Gem::RemoteFetcher::FetchError|Bundler::HTTPError|Retrying .* due to error .* (?:SocketError|Errno::)/,
  // Composer
  /curl error (?:6|7|28|35|52|56)\b/,
  // Whoever answers for a registry
  /\b(?:500 Internal Server Error|502 Bad Gateway|503 Service (?:Temporarily )?Unavailable|504 Gateway Time-?out|429 Too Many Requests)\b/i,
];

/** Whether a command that installs something failed by the network or the registry, not by what it was to install. */
export function isNetworkFailure(lines: readonly string[]): boolean {
  return lines.some(line => SIGNS.some(sign => sign.test(line)));
}
