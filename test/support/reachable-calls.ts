import path from 'node:path';
import ts from 'typescript';

/**
 * What the code of an entry can call: names of what it uses of the packages `isWanted`, and of the classes
 * that it makes. Rapid type analysis: from the entry's own lines along every name that is used; of a method of an
 * interface those of all classes that are made on the way.
 */
export class CallGraph {
  private readonly checker: ts.TypeChecker;

  constructor(
    private readonly program: ts.Program,
    private readonly isWanted: (moduleName: string) => boolean,
  ) {
    this.checker = program.getTypeChecker();
  }

  static ofSources(root: string, isWanted: (moduleName: string) => boolean): CallGraph {
    const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const files = ts.sys.readDirectory(path.join(root, 'src'), ['.task.ts', '.lambda.ts']);
    return new CallGraph(ts.createProgram(files, { ...options, noEmit: true }), isWanted);
  }

  /** Absolute paths of the entries: files that AWS runs. */
  get entries(): string[] {
    return this.program.getRootFileNames().map(String);
  }

  reachedFrom(entry: string): Set<string> {
    const source = this.program.getSourceFile(entry);
    if (!source) throw new Error(`no entry is called '${entry}'`);
    return new Walk(this.checker, this.isWanted).from(source);
  }
}

class Walk {
  private readonly reached = new Set<string>();
  private readonly seen = new Set<ts.Node>();
  private readonly made = new Set<ts.ClassDeclaration>();
  private readonly called = new Set<ts.Symbol>();
  private readonly queue: ts.Node[] = [];

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly isWanted: (moduleName: string) => boolean,
  ) {}

  from(source: ts.SourceFile): Set<string> {
    this.loadModule(source);
    // what Lambda calls
    for (const each of source.statements) if (ts.isFunctionDeclaration(each)) this.add(each);
    for (let node = this.queue.pop(); node; node = this.queue.pop()) this.visit(node);
    return this.reached;
  }

  /** Its own statements run, and those of what it imports; what is only declared does not. */
  private loadModule(source: ts.SourceFile): void {
    if (source.isDeclarationFile) return;
    this.add(source);
  }

  private add(node: ts.Node): void {
    if (this.seen.has(node)) return;
    this.seen.add(node);
    this.queue.push(node);
  }

  private visit(node: ts.Node): void {
    if (ts.isSourceFile(node)) {
      for (const statement of node.statements) this.runStatement(statement);
      return;
    }
    this.look(node);
  }

  private runStatement(statement: ts.Statement): void {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      const { moduleSpecifier } = statement;
      const symbol = moduleSpecifier && this.checker.getSymbolAtLocation(moduleSpecifier);
      const file = symbol?.declarations?.find(ts.isSourceFile);
      if (file && !isTypeOnly(statement)) this.loadModule(file);
      return;
    }
    if (ts.isFunctionDeclaration(statement) || isOnlyType(statement)) return;
    if (ts.isClassDeclaration(statement)) return;
    this.add(statement);
  }

  /** Follows every name in a piece of code that runs. */
  private look(node: ts.Node): void {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) this.follow(node);
    if (ts.isObjectBindingPattern(node)) this.followPattern(node);
    ts.forEachChild(node, (child) => {
      this.look(child);
    });
  }

  private follow(name: ts.Identifier | ts.PrivateIdentifier): void {
    const found = this.checker.getSymbolAtLocation(name);
    if (!found) return;
    const shorthand = ts.isShorthandPropertyAssignment(name.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(name.parent)
      : undefined;
    this.use(this.aliased(shorthand ?? found));
  }

  private followPattern(pattern: ts.ObjectBindingPattern): void {
    const type = this.checker.getTypeAtLocation(pattern);
    for (const { propertyName, name } of pattern.elements) {
      const property = type.getProperty((propertyName ?? name).getText());
      if (property) this.use(property);
    }
  }

  private aliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private use(symbol: ts.Symbol): void {
    for (const declaration of symbol.declarations ?? []) {
      const file = declaration.getSourceFile();
      const module = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(
        file.fileName,
      )?.[1];
      if (module !== undefined) {
        if (this.isWanted(module)) this.reached.add(symbol.name);
      } else if (ts.isClassDeclaration(declaration)) {
        this.reached.add(symbol.name);
        this.make(declaration);
      } else if (isMember(declaration)) {
        this.call(symbol, declaration);
      } else if (!isOnlyType(declaration) && !ts.isParameter(declaration)) {
        this.add(declaration);
      }
    }
  }

  /** The class is named in code that runs: taken for made. Its methods run when they are called. */
  private make(declaration: ts.ClassDeclaration): void {
    if (this.made.has(declaration)) return;
    this.made.add(declaration);
    for (const clause of declaration.heritageClauses ?? []) {
      if (clause.token === ts.SyntaxKind.ExtendsKeyword) this.look(clause);
    }
    for (const member of declaration.members) {
      if (ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member)) this.add(member);
      if (ts.isClassStaticBlockDeclaration(member)) this.add(member);
    }
    for (const symbol of this.called) this.callIn(declaration, symbol);
  }

  private call(symbol: ts.Symbol, declaration: ts.Declaration): void {
    if (ts.isClassElement(declaration)) this.add(declaration);
    if (this.called.has(symbol)) return;
    this.called.add(symbol);
    for (const each of this.made) this.callIn(each, symbol);
  }

  /** The member of a class that a call of `symbol`, of an interface or a base class, may come to. */
  private callIn(declaration: ts.ClassDeclaration, symbol: ts.Symbol): void {
    const own = declaration.members.find((member) => member.name?.getText() === symbol.name);
    const owner = symbol.declarations?.[0]?.parent;
    if (!own || !owner || this.seen.has(own)) return;
    const type = this.checker.getTypeAtLocation(declaration);
    const wanted = this.checker.getTypeAtLocation(owner);
    if (this.checker.isTypeAssignableTo(type, wanted)) this.add(own);
  }
}

function isMember(declaration: ts.Declaration): boolean {
  const { parent } = declaration as { parent?: ts.Node };
  if (!parent) return false;
  return (
    ts.isClassDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeLiteralNode(parent)
  );
}

function isOnlyType(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const { importClause } = statement;
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
