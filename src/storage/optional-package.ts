import { OperatorError } from '../common/operator-error.js';

/**
 * Loads a package that only some applications need.
 *
 * @throws PorticoError `PORTICO_MISSING_PACKAGE` when it is not installed
 */
export async function loadOptional<T>(load: () => Promise<T>, name: string, purpose: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new OperatorError(
      'PORTICO_MISSING_PACKAGE',
      `${purpose} needs the package ${name}. Run "npm install ${name}".`,
      {
        cause: error,
      },
    );
  }
}
