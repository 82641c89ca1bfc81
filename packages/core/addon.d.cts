/** Folder to add to the include path: holds `cofferdam/*.h`. */
export declare const include: string;
/** CMake file to `include()`. */
export declare const cmake: string;
export declare const version: string;
