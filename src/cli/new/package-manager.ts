const known = ['npm', 'pnpm', 'yarn', 'bun'] as const;

export type PackageManager = (typeof known)[number];

/** The package manager this command was started by, as it says itself; npm where none did. */
export function packageManager(
  env: Readonly<Record<string, string | undefined>> = process.env,
): PackageManager {
  const name = env['npm_config_user_agent']?.split('/')[0];
  return known.find((manager) => manager === name) ?? 'npm';
}

export function packageManagers(): readonly PackageManager[] {
  return known;
}
