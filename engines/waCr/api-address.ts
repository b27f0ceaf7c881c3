/** Where the API lies on WA.cr's own domain and on those of its resellers. */
const API_PATH = '/api/v2';

export const waCrAddress = `https://app.wa.cr${API_PATH}`;

/** A bare domain, with the path of the API. `baseUrl` has no slash at its end. */
export function apiAddress(baseUrl: string): string {
	return new URL(baseUrl).pathname === '/' ? `${baseUrl}${API_PATH}` : baseUrl;
}
