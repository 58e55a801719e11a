import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { groups } from '../../src/api/routes';
import type { DataProtection, IdentityProvider } from '../config/environment-config';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { type ProtectedProps, REMOVAL } from './data-protection';

export interface PeoplePoolProps extends EnvironmentProps, Required<ProtectedProps> {
  /** Where the page is, with a slash at the end: people are sent back there, and nowhere else. */
  readonly pageUrls: readonly string[];
  /** Of the organisation; `none` = accounts of the pool alone. */
  readonly identityProvider: OrganisationProvider | 'none';
}

interface OrganisationProvider extends Omit<IdentityProvider, 'secretArn'> {
  /** Existing, JSON: `clientSecret`. */
  readonly secret: secretsmanager.ISecret;
}

/**
 * Who was put into another group, or has left, is known by then: the shortest time but for a refresh at
 * nearly every look at the page.
 */
const TOKEN_LIFE = Duration.minutes(10);

/** A shift, with what comes after it; then people sign in again. */
const SIGNED_IN_FOR = Duration.hours(12);

/** A tab whose answer was lost asks again with the same refresh token. */
const RETRY = Duration.seconds(10);

const PASSWORD_LENGTH = 14;
const PASSWORDS_REMEMBERED = 5;
const INVITATION = Duration.days(3);

/**
 * The people of an environment, and where they sign in: a user pool of Cognito, with a client for page and API.
 * Nobody registers by themselves. (docs/adr/0023)
 */
export class PeoplePool extends Construct {
  /** As tokens name it. */
  readonly issuer: string;
  /** As tokens are for. */
  readonly clientId: string;
  /** Where its pages are. */
  readonly origin: string;
  /** The pool, for those who administer it. */
  readonly userPoolId: string;

  constructor(scope: Construct, id: string, props: PeoplePoolProps) {
    super(scope, id);
    const { environmentSuffix, dataProtection } = props;
    const pool = this.pool(environmentSuffix, dataProtection);
    const { region, account } = Stack.of(this);
    // a prefix is one of all accounts of the region
    const domainPrefix = nameOf(account, environmentSuffix);
    pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    for (const groupName of Object.keys(groups)) this.group(pool, groupName);
    const client = this.client(pool, props);
    // without a style of its own for the client, the pages of managed login are not shown
    new cognito.CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    this.issuer = pool.userPoolProviderUrl;
    this.clientId = client.userPoolClientId;
    this.origin = `https://${domainPrefix}.auth.${region}.amazoncognito.com`;
    this.userPoolId = pool.userPoolId;
  }

  private pool(environmentSuffix: string, dataProtection: DataProtection): cognito.UserPool {
    return new cognito.UserPool(this, 'Pool', {
      userPoolName: nameOf('people', environmentSuffix),
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: {
        email: { required: true, mutable: true },
        // what the audit log calls them
        fullname: { required: true, mutable: true },
      },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: PASSWORD_LENGTH,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        passwordHistorySize: PASSWORDS_REMEMBERED,
        tempPasswordValidity: INVITATION,
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      featurePlan: cognito.FeaturePlan.PLUS,
      // refuses passwords that are known from leaks elsewhere, and looks at how people sign in
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      userInvitation: {
        emailSubject: 'StreamTech 映像管理システム / StreamTech video platform',
        emailBody:
          'アカウントが作成されました。 / You have an account.<br>ユーザー名 / user name: {username}<br>仮パスワード / temporary password: {####}',
      },
      deletionProtection: dataProtection === 'protected',
      removalPolicy: REMOVAL[dataProtection],
    });
  }

  private group(userPool: cognito.IUserPool, groupName: string): void {
    new cognito.UserPoolGroup(this, idOf(groupName), {
      userPool,
      groupName,
      description: `Scopes: ${groups[groupName as keyof typeof groups].join(', ')}`,
    });
  }

  private client(pool: cognito.UserPool, props: PeoplePoolProps): cognito.UserPoolClient {
    const { environmentSuffix, identityProvider, pageUrls } = props;
    const { UserPoolClientIdentityProvider: Provider } = cognito;
    const attributes = new cognito.ClientAttributes().withStandardAttributes({
      email: true,
      fullname: true,
    });
    const client = pool.addClient('Client', {
      userPoolClientName: nameOf('page', environmentSuffix),
      generateSecret: false,
      // none that a browser can use: people sign in at Cognito's own pages
      authFlows: { adminUserPassword: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        callbackUrls: [...pageUrls],
        logoutUrls: [...pageUrls],
      },
      idTokenValidity: TOKEN_LIFE,
      accessTokenValidity: TOKEN_LIFE,
      refreshTokenValidity: SIGNED_IN_FOR,
      refreshTokenRotationGracePeriod: RETRY,
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      readAttributes: attributes,
      writeAttributes: attributes,
      supportedIdentityProviders: [
        Provider.COGNITO,
        ...(identityProvider === 'none' ? [] : [Provider.custom(identityProvider.name)]),
      ],
    });
    if (identityProvider !== 'none') {
      client.node.addDependency(this.organisation(pool, identityProvider));
    }
    return client;
  }

  /** People of the organisation sign in with its accounts, by its rules; the pool keeps what they are called. */
  private organisation(
    userPool: cognito.IUserPool,
    { name, issuer, clientId, secret }: OrganisationProvider,
  ): Construct {
    return new cognito.UserPoolIdentityProviderOidc(this, 'Organisation', {
      userPool,
      name,
      issuerUrl: issuer,
      clientId,
      // a dynamic reference: CloudFormation reads the secret, the template has its ARN alone
      clientSecret: secret.secretValueFromJson('clientSecret').unsafeUnwrap(),
      scopes: ['openid', 'email', 'profile'],
      attributeMapping: {
        email: cognito.ProviderAttribute.other('email'),
        fullname: cognito.ProviderAttribute.other('name'),
      },
    });
  }
}

function idOf(groupName: string): string {
  return groupName.charAt(0).toUpperCase() + groupName.slice(1);
}
