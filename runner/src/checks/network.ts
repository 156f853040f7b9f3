import { stripAnsi } from '../events';

/** Maven's resolver, of a file that it does not have; a 4xx is no fault of the network. */
const MAVEN =
  /Could not transfer (?:artifact|metadata) .*(?:timed out|refused|Unknown host|reset|status code: ?(?:5\d\d|429)|failure in name resolution|Name or service not known|unreachable|No route to host|handshake|Premature end|failed to respond)/i;
/** Gradle's, the cause on the line below; and its wrapper's, of Gradle itself. */
const GRADLE =
  /^\s*> Could not (?:GET|HEAD) '[^']+'\.(?:$| Received status code (?:5\d\d|429))|^Exception in thread "main" java\.(?:net\.(?:UnknownHost|Connect|SocketTimeout|Socket|NoRouteToHost)Exception|io\.IOException: (?:Downloading from|Server returned HTTP response code: 5))/;

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
  MAVEN,
  GRADLE,
  /UnknownHostException|ConnectException|SocketTimeoutException|status code 5\d\d from server|Connect to \S+ .*(?:failed|timed out)/,
  // Bundler, RubyGems
  /Could not reach host|Could not fetch specs from \S+ due to underlying error(?!.*bad response [\w ]+ 4\d\d)|Network error while fetching|Net::(?:Open|Read)Timeout|Gem::RemoteFetcher::FetchError|Bundler::HTTPError|Retrying .* due to error .* (?:SocketError|Errno::)/,
  // Composer
  /curl error (?:6|7|28|35|52|56)\b/,
  // Whoever answers for a registry
  /\b(?:500 Internal Server Error|502 Bad Gateway|503 Service (?:Temporarily )?Unavailable|504 Gateway Time-?out|429 Too Many Requests)\b/i,
];

/** Whether a command that installs something failed by the network or the registry, not by what it was to install. */
export function isNetworkFailure(lines: readonly string[]): boolean {
  return lines.some(line => SIGNS.some(sign => sign.test(line)));
}

/**
 * Whether a build tool says that it could not download what a check needs. Only those that download while they check,
 * and only their own words: a test may well say that it cannot reach a host. A test can print them too, so they are
 * a reason to look, never a proof.
 */
export function saysDownloadFailed(lines: readonly string[]): boolean {
  return lines
    .map(stripAnsi)
    .some(
      line =>
        GRADLE.test(line) ||
        (/^\[(?:ERROR|WARNING)\] /.test(line) && MAVEN.test(line)),
    );
}
